"""Finding and reading editions of plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from trata_cli.files.document import STANDARD_INPUT, Document, is_file, read, unreadable
from trata_cli.files.translations import beside
from trata_cli.files.typed import read_as
from trata_cli.method import comparability, editions
from trata_cli.method.manifest import joint_sha256
from trata_cli.method.rules import BESIDE_ANOTHER
from trata_cli.method.translation import translated
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Problem, has_errors
from trata_cli.resources import resource

SHIPPED = "data/plan.yaml"
PUBLISHED = "data/editions.json"


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan's file, the plan if it holds together, and what is wrong with it; the file of its translation if told."""

    document: Document
    plan: Plan | None
    problems: tuple[Problem, ...]
    translation: Document | None = None


def read_plan(path: str | Path) -> PlanReading:
    """Read a plan. Raises OSError if the file can't be opened."""
    return check_plan(read(path))


def check_plan(document: Document, shelf: Shelf | None = None) -> PlanReading:
    """Read a document as a plan and check it; with a shelf also against the edition before, if it is found there."""
    plan, findings = read_as(Plan, document)
    unasked = BESIDE_ANOTHER if shelf is None else frozenset()
    if plan and not has_errors(document.problems(findings, unasked)):
        findings += editions.changed(plan, published())
        findings += _beside_the_edition_before(plan, document, shelf) if shelf else ()
    problems = document.problems(findings, unasked)
    return PlanReading(document, None if has_errors(problems) else plan, problems)


def _beside_the_edition_before(plan: Plan, document: Document, shelf: Shelf) -> Iterator[Finding]:
    if plan.comparability is None:
        if plan.version > 1:
            yield Finding.of("comparability-missing", ("version",), version=plan.version)
        return
    version = plan.comparability.before
    if old := shelf.beside(document.name, plan.id, version):
        yield from comparability.check(plan, old)
    else:
        at, name = ("comparability", "before"), _file_name(plan.id, version)
        yield Finding.of("edition-before-missing", at, id=plan.id, found=version, name=name)


def _file_name(id_: str, version: int) -> str:
    """The name of the file in which an edition is looked for."""
    return f"{id_}-{version}.yaml"


@cache
def published() -> editions.Published:
    """The digests of all editions that were ever shipped: an edition's texts never change."""
    digests: editions.Published = json.loads(resource(PUBLISHED).read_text("utf-8"))
    return digests


@dataclass
class Shelf:
    """Where editions are looked up: files named by the user, `plans/` beside an assessment, the shipped ones.

    Each file is read once. With a language, plans are told in it where a translation lies beside them.
    """

    named: Sequence[str] = ()
    language: str | None = None
    _read: dict[Path, PlanReading] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the plan files that were looked at."""
        return [problem for found in self.problems_by_file.values() for problem in found]

    @property
    def problems_by_file(self) -> dict[Path, tuple[Problem, ...]]:
        """The same by the file, of those that have any."""
        return {path: reading.problems for path, reading in self._read.items() if reading.problems}

    def find(self, id_: str, version: int, folder: Path, *also: Path) -> Plan | None:
        """The edition with this id and version, for an assessment in `folder`; `None` where there is none.

        It may lie in `also`, too: a plan lies beside the edition before.
        """
        for path in self._candidates(_file_name(id_, version), folder / "plans", *also):
            plan = self._try(path)
            if plan and (plan.id, plan.version) == (id_, version):
                return plan
        return None

    def beside(self, name: str, id_: str, version: int) -> Plan | None:
        """The edition that a file speaks of which lies beside it, as a translation does."""
        folder = Path() if name == STANDARD_INPUT else Path(name).parent
        plan = self.find(id_, version, folder, folder)
        return plan and plan.canonical

    def problems_since(self, new: Plan, old: Plan) -> tuple[Problem, ...]:
        """What is wrong with what a plan of this shelf says of the edition before it."""
        return self._reading_of(new).document.problems(comparability.check(new, old))

    def first(self) -> Plan | None:
        """The plan that a new assessment answers: the first one named, else the shipped one."""
        return self.load(self.named[0] if self.named else resource(SHIPPED))

    def _candidates(self, name: str, *folders: Path) -> Iterator[Path]:
        yield from map(Path, self.named)
        for path in (folder / name for folder in (*folders, resource("data/plans"))):
            if is_file(path):
                yield path
        yield resource(SHIPPED)

    def load(self, path: str | Path) -> Plan | None:
        """The plan of a file, read once. Raises OSError if the file can't be opened."""
        if (path := Path(path)) not in self._read:
            self._read[path] = self._told(read_plan(path), path)
        return self._read[path].plan

    def _told(self, reading: PlanReading, path: Path) -> PlanReading:
        """A plan in the shelf's language, where a translation lies beside it and holds together."""
        plan, language = reading.plan, self.language
        if plan is None or language in (None, plan.language):
            return reading
        found = beside(path, plan, language)
        if found is None or found.translation is None:
            return reading
        return replace(reading, plan=translated(plan, found.translation), translation=found.document)

    def sha256(self, plan: Plan) -> str:
        """The SHA-256 of the file from which a plan of this shelf was read, joined with that of its translation."""
        found = self._reading_of(plan)
        return joint_sha256(each.sha256 for each in (found.document, found.translation) if each)

    def _reading_of(self, plan: Plan) -> PlanReading:
        return next(reading for reading in self._read.values() if reading.plan is plan)

    def _try(self, path: Path) -> Plan | None:
        """The plan of a file that nobody named: if it can't be opened, that is a problem of its own."""
        try:
            return self.load(path)
        except OSError as error:
            self._read[path] = check_plan(unreadable(str(path), error))
            return None
