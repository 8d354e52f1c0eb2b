"""Bring a translation of the shipped plan up to date: `python -m tools.translations pt [TEXTS.json]`.

TEXTS.json maps texts of the plan to their translation, as a translator hands them in. What it does not have is kept as
it was, with the fingerprint of the text that it renders: `trata plan check data/plan.yaml` names what is stale or
missing. Places that the plan no longer has are left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from trata_cli.files.plans import read_plan
from trata_cli.method.translation import fingerprint, texts
from trata_cli.model.plan import Plan
from trata_cli.model.translation import TRANSLATION_FORMAT

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "data" / "plan.yaml"
HEAD = """\
# Translation of the plan's texts, unofficial: what counts is plan.yaml. Each text has the fingerprint of the one that
# it renders ("of"); after a change there, `trata plan check data/plan.yaml` names what has to be translated anew.
"""


def translation_file(language: str) -> Path:
    """Where a language's translation lies."""
    return PLAN.with_suffix(f".{language}.yaml")


def as_yaml(plan: Plan, language: str, handed_in: Mapping[str, str], before: Mapping[str, Mapping[str, str]]) -> str:
    """A translation's file: the texts handed in, and of the others those that there were before."""
    new = {
        place: {"of": fingerprint(text), "text": handed_in[text]}
        for place, text in texts(plan).items()
        if text in handed_in
    }
    found = {place: new.get(place) or before.get(place) for place in texts(plan)}
    whole = {
        "format": TRANSLATION_FORMAT,
        "plan": {"id": plan.id, "version": plan.version},
        "language": language,
        "status": "unofficial",
        "texts": {place: dict(each) for place, each in found.items() if each},
    }
    return HEAD + yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=110)


def main(language: str, handed_in: str | None = None) -> None:
    """Write the translation anew."""
    plan = read_plan(PLAN).plan
    if plan is None:
        raise SystemExit("data/plan.yaml does not hold together: trata plan check data/plan.yaml")
    path = translation_file(language)
    before = yaml.safe_load(path.read_text("utf-8"))["texts"] if path.exists() else {}
    given = json.loads(Path(handed_in).read_text("utf-8")) if handed_in else {}
    path.write_text(as_yaml(plan, language, given, before), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
