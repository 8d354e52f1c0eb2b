"""Write the JSON Schemas in `schemas/`, in each language of the interface. Run by `make schemas`."""

from __future__ import annotations

import sys
from pathlib import Path

from trata_cli import i18n
from trata_cli.files.plans import Shelf
from trata_cli.views.schema import assessment_schema, plan_schema

FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def documents() -> dict[str, str]:
    """Every committed schema by the name of its file; that of assessments knows the shipped plan."""
    plan = Shelf().first()
    if plan is None:
        raise SystemExit("data/plan.yaml does not hold together: trata validate data/plan.yaml")
    before, found = i18n.language(), {}
    for language in i18n.LANGUAGES:
        i18n.activate(language)
        found[f"assessment.{language}.json"] = assessment_schema([plan])
        found[f"plan.{language}.json"] = plan_schema()
    i18n.activate(before)
    return found


def main() -> int:
    """Write them all."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_bytes(text.encode())
        print(f"schemas/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
