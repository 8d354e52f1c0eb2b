"""The golden documents: reports of copies of the examples. `python -m tests.golden_documents` writes them anew.

Read the diff line by line before you commit it: it is what governments would read.
"""

from __future__ import annotations

from tests.support import ROOT, trata

FOLDER = ROOT / "tests" / "golden"
DOCUMENTS = tuple(f"XPE-{year}.{form}" for year in (2025, 2026) for form in ("md", "html"))
"""The reports of a final file without a year before, and of a draft with one."""


def made(document: str) -> str:
    """A document as the program writes it today, in Spanish."""
    name, form = document.split(".")
    done = trata("report", f"{name}.yaml", "--format", form, "--date", "2026-11-30", cwd=FOLDER, TRATA_LANG="es")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def main() -> None:
    """Write all of them."""
    for document in DOCUMENTS:
        (FOLDER / document).write_text(made(document), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
