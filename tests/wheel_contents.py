"""Check a wheel's list of files: `python -m tests.wheel_contents WHEEL`.

All that the program reads is inside, and nothing else: tests, examples and sources of catalogues stay outside.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from tests.support import ROOT

SHIPPED = (
    "data/editions.json",
    "data/plan.en.yaml",
    "data/plan.fr.yaml",
    "data/plan.pt.yaml",
    "data/plan.yaml",
    "data/source.txt",
    "docs/templates.md",
    "schemas/assessment.en.json",
    "schemas/assessment.es.json",
    "schemas/assessment.fr.json",
    "schemas/assessment.pt.json",
    "templates/change.css",
    "templates/change.html.j2",
    "templates/change.md.j2",
    "templates/codebook.md.j2",
    "templates/compare.html.j2",
    "templates/compare.md.j2",
    "templates/parts.html.j2",
    "templates/index.css",
    "templates/index.html.j2",
    "templates/index.md.j2",
    "templates/questionnaire.css",
    "templates/questionnaire.html.j2",
    "templates/questionnaire.md.j2",
    "templates/report.css",
    "templates/report.html.j2",
    "templates/report.md.j2",
    "templates/synthesis.css",
    "templates/synthesis.html.j2",
    "templates/synthesis.md.j2",
)


def expected() -> set[str]:
    """The files of the package, the catalogues, and the shipped files at their place inside it."""
    package = ROOT / "src" / "trata_cli"
    wanted = [*package.rglob("*.py"), *package.rglob("*.mo"), package / "py.typed"]
    return {path.relative_to(ROOT / "src").as_posix() for path in wanted} | {f"trata_cli/{name}" for name in SHIPPED}


def main(wheel: str) -> int:
    """Compare, and say what is missing and what is too much."""
    found = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    missing, extra = sorted(expected() - found), sorted(found - expected())
    for name in missing:
        print(f"missing: {name}", file=sys.stderr)
    for name in extra:
        print(f"too much: {name}", file=sys.stderr)
    print(f"{Path(wheel).name}: {len(found)} files")
    return 1 if missing or extra else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
