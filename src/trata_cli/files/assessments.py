"""Finding and reading assessments."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from trata_cli.files.document import BOM, MOST_BYTES, STANDARD_INPUT, Document, content_of, from_bytes, is_file, read
from trata_cli.files.formats import of_today
from trata_cli.files.ignores import has_ignores
from trata_cli.files.personal import comments, looked_through
from trata_cli.files.plans import Shelf, check_plan
from trata_cli.files.quick import quick
from trata_cli.files.translations import check_translation
from trata_cli.files.tree import Fault
from trata_cli.files.typed import read_as, read_with_stand_ins
from trata_cli.method import rules
from trata_cli.method.checks import Subject, evidence_of, slug
from trata_cli.method.personal import findings_in_all
from trata_cli.method.years import Year
from trata_cli.model.assessment import ASSESSMENT_FORMAT, WORDS, Assessment
from trata_cli.model.plan import PLAN_FORMAT, Plan
from trata_cli.model.problem import Finding, Problem, has_errors
from trata_cli.model.translation import TRANSLATION_FORMAT
from trata_cli.model.values import FIRST_YEAR

FOLDER = "assessments"
"""The folder in which a command looks when no path is named."""
ENDINGS = (".yaml", ".yml")
"""How the names of the files end that a folder is searched for."""
_DIGEST_CHUNK = 1 << 20
_IN_NAME = (("country",), ("year",), ("part",))
_UNASKED = rules.ACROSS_FILES & rules.MAY_STAND
"""What only files beside each other show: a comment that lets it stand is never called unused, not even there."""
_WHOSE_YEAR = (*_IN_NAME, ("format",), ("plan",))
# In place of what is missing or does not fit, by the name of its field, so that all the rest is checked all the same.
_STAND_INS = {
    "format": ASSESSMENT_FORMAT,
    "country": "XAA",
    "year": FIRST_YEAR,
    "status": "draft",
    "institution": "…",
    "level": 0,
    "title": "…",
    "type": "statement",
    "by": "…",
    "role": "reviewer",
    "content": "c-0000000000000000",
}


Verdict = tuple[tuple[Problem, ...], Year | None]
"""A file's problems, and what other years are compared with, if it has it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An assessment's file, as much of it as reads, its plan where that is known, and every problem.

    `year` is what other years are compared with: nothing where the file is a part or does not say whose year it is.
    """

    document: Document
    assessment: Assessment | None
    plan: Plan | None
    problems: tuple[Problem, ...]
    year: Year | None = None

    @property
    def ok(self) -> bool:
        """Whether the file has no error."""
        return not has_errors(self.problems)


def read_assessment(source: str | Path, shelf: Shelf) -> Reading:
    """Read and check one assessment. Raises OSError if the file can't be opened."""
    return check_document(read(source), shelf)


def problems_of(path: str, shelf: Shelf) -> tuple[Problem, ...]:
    """Every problem of a file, which may be a plan as well. Raises OSError if it can't be opened."""
    return check_file(path, shelf)[0]


def check_file(path: str, shelf: Shelf) -> Verdict:
    """Every problem of a file, which may be a plan as well, and its year. Raises OSError if it can't be opened."""
    content = content_of(path)
    if isinstance(content, Fault):
        return Document(path, faults=(content,)).problems(), None
    if subject := _in_order(path, content, shelf):
        return (), _year(subject.assessment, path, subject.plan)
    return check_in_full(from_bytes(path, content), shelf)


def skim(path: str, shelf: Shelf) -> Reading | None:
    """An assessment among many, nothing for a plan's file or its translation. Raises OSError if it can't be opened.

    The document of one in order is its name alone: nobody asks where things stand in it.
    """
    content = content_of(path)
    if not isinstance(content, Fault) and (subject := _in_order(path, content, shelf)):
        year = _year(subject.assessment, path, subject.plan)
        return Reading(Document(path), subject.assessment, subject.plan, (), year)
    document = Document(path, faults=(content,)) if isinstance(content, Fault) else from_bytes(path, content)
    return None if is_of_a_plan(document) else check_document(document, shelf)


def _in_order(path: str, content: bytes, shelf: Shelf) -> Subject | None:
    """An assessment with which there is nothing wrong, else nothing: most are read only like this."""
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if len(content) > MOST_BYTES or not (read := quick(text)) or has_ignores(text):
        return None
    assessment, misfits = Assessment.fitted(of_today(read.data))
    if assessment is None or misfits:
        return None
    subject = _subject(assessment, path, shelf)
    texts = [*read.texts, *comments(text), Path(path).name]
    if subject is None or any(rules.check(subject)) or any(findings_in_all(texts)):
        return None
    return subject


def check_in_full(document: Document, shelf: Shelf) -> Verdict:
    """The same of a document, whatever is wrong with it; it may be a plan's translation, too."""
    if document.format == PLAN_FORMAT:
        return check_plan(document, shelf).problems, None
    if document.format == TRANSLATION_FORMAT:
        return check_translation(document, partial(shelf.beside, document.name)).problems, None
    reading = check_document(document, shelf)
    return reading.problems, reading.year


def is_of_a_plan(document: Document) -> bool:
    """Whether a document says that it is a plan or a plan's translation, which may lie beside the assessments."""
    return document.format in (PLAN_FORMAT, TRANSLATION_FORMAT)


def check_document(document: Document, shelf: Shelf) -> Reading:
    """Read a document as an assessment and check it, as far as it reads: every problem at once."""
    shown = looked_through(document)
    assessment, findings = read_as(Assessment, document)
    checked = read_with_stand_ins(Assessment, document, _STAND_INS) if findings else assessment
    if checked is None:
        return Reading(document, None, None, shown.problems(_with_scale(findings, None), _UNASKED))
    subject = _subject(checked, document.name, shelf)
    plan = subject.plan if subject else None
    found = _with_scale(findings, plan)
    spoken = {finding.pointer for finding in findings if rules.RULES[finding.code].severity == "error"}
    if subject is None:
        found.append(Finding.of("unknown-plan", ("plan",), id=checked.plan.id, version=checked.plan.version))
    else:
        if any(at[:1] in _IN_NAME for at in spoken):
            subject = replace(subject, file_name="")
        found += (finding for finding in rules.check(subject) if finding.pointer not in spoken)
    says_whose = not any(at[:1] in _WHOSE_YEAR for at in spoken)
    year = _year(checked, document.name, plan) if says_whose else None
    return Reading(document, assessment, plan, shown.problems(found, _UNASKED), year)


def _subject(assessment: Assessment, path: str, shelf: Shelf) -> Subject | None:
    """What checks may know of an assessment; nothing where its plan is not found."""
    named = path != STANDARD_INPUT
    folder = Path(path).parent if named else Path()
    plan = shelf.find(assessment.plan.id, assessment.plan.version, folder)
    return Subject(assessment, plan, Path(path).name if named else "", _digests(assessment, folder)) if plan else None


def _year(assessment: Assessment, path: str, plan: Plan | None) -> Year | None:
    """The year of a file. Standard input has none: often it is a file before it is saved, and is not read once more."""
    return Year.of(path, assessment, plan) if path != STANDARD_INPUT else None


def _with_scale(findings: list[Finding], plan: Plan | None) -> list[Finding]:
    """What may stand for a level is for the plan to say, which the types of the model don't know."""
    scale = ", ".join([*(map(str, sorted(plan.levels)) if plan else ("0", "1", "…")), *WORDS])
    return [
        Finding.of(f.code, f.pointer, **dict(f.values, expected=scale)) if f.code == "bad-level" else f
        for f in findings
    ]


def _digests(assessment: Assessment, folder: Path) -> dict[str, str | None]:
    """The SHA-256 of each evidence file that is pinned, something else for one that is only there."""
    evidence = [each for _, each in evidence_of(assessment) if each.file]
    pinned = {each.file for each in evidence if each.sha256}
    return {file: _digest(folder, file, file in pinned) for file in {each.file for each in evidence if each.file}}


def _digest(folder: Path, file: str, wanted: bool) -> str | None:
    path = os.path.join(folder, file)  # noqa: PTH118 - of a name that no system takes, `Path` would make a million steps
    try:
        if not os.path.isfile(path) or not Path(path).resolve().is_relative_to(folder.resolve()):  # noqa: PTH113
            return None
        return _sha256(Path(path)) if wanted else ""
    except (OSError, ValueError, RuntimeError):  # a loop of links, a name that no system takes
        return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_DIGEST_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def search(folder: str) -> Iterator[str]:
    """The YAML files below a folder, by name; links to folders are not followed, hidden folders are passed over.

    A folder inside that can't be listed comes too: what lies in it is not passed over in silence.
    """
    closed: list[str] = []
    for at, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(ENDINGS):
                yield os.path.join(at, name)  # noqa: PTH118 - keeps the path as it was named
    yield from (each for each in closed if each != folder)


def neighbour(assessment: Assessment, path: str) -> Path | None:
    """The file of the year before, if it lies beside this one under its own name."""
    part = f".{slug(assessment.part.institution)}" if assessment.part else ""
    for ending in ENDINGS:
        candidate = Path(path).parent / f"{assessment.country}-{assessment.year - 1}{part}{ending}"
        if is_file(candidate):
            return candidate
    return None
