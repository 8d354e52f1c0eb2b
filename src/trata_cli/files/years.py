"""Problems that several files have together, each at its place in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from trata_cli.files.assessments import Reading, neighbour, read_assessment
from trata_cli.files.document import Document, read
from trata_cli.files.personal import looked_through
from trata_cli.files.plans import Shelf
from trata_cli.method.comparability import Origin, origins
from trata_cli.method.rules import ACROSS_FILES
from trata_cli.method.years import Origins, Year, across
from trata_cli.model.problem import Finding, Problem


def problems_across(years: Iterable[Year], shelf: Shelf) -> dict[str, tuple[Problem, ...]]:
    """The problems that several files have together, by the path of the file in which each is.

    Only these files are read once more, so that of all that were checked no text need be kept.
    """
    return {path: _placed(_as_it_is_now(path), findings) for path, findings in across(years, _origins(shelf)).items()}


def _origins(shelf: Shelf) -> Origins:
    """How editions are compared: by the plan of the newer year, which lies where its file finds it."""

    def between(before: Year, now: Year) -> Mapping[str, Origin]:
        folder = Path(now.file).parent
        old, new = (shelf.find(each.plan, each.version, folder) for each in (before, now))
        return (origins(new, old) if old and new else None) or {}

    return between


def problems_since_last_year(reading: Reading, shelf: Shelf) -> tuple[Problem, ...]:
    """The problems that a file has together with its neighbour of the year before, if one that reads lies beside it."""
    beside = neighbour(reading.assessment, reading.document.name) if reading.assessment else None
    try:
        before = read_assessment(str(beside), shelf).year if beside else None
    except OSError:  # nobody named it
        return ()
    if before is None or reading.year is None:
        return ()
    return _placed(reading.document, across([before, reading.year], _origins(shelf)).get(reading.year.file, ()))


def _as_it_is_now(path: str) -> Document:
    """A file that was read before.

    Where it has changed since, what was found stands at the nearest place; where it is gone, at its beginning.
    """
    try:
        return read(path)
    except OSError:
        return Document(path)


def _placed(document: Document, findings: Iterable[Finding]) -> tuple[Problem, ...]:
    """Findings across files at their places, but for those that comments let stand.

    What the document has by itself was told already.
    """
    problems = looked_through(document).problems(findings)
    return tuple(problem for problem in problems if problem.code in ACROSS_FILES)
