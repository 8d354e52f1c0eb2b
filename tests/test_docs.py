"""What the documents say is so: their Python runs, and prints what they say."""

from __future__ import annotations

import re

from tests.support import PLAN, ROOT, python
from trata_cli.method import fingerprints


def test_the_worked_value_of_a_wording() -> None:
    text = (ROOT / "docs" / "fingerprints.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"\*\*`(w-[0-9a-f]{8})`\*\*", text)
    (code,) = re.findall(r"```python\n(.+?)```", text, flags=re.DOTALL)
    done = python("-c", code, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, f"D01 {said}\n"), done.stderr
    assert fingerprints.wording(PLAN, PLAN.places["D01"]) == said
