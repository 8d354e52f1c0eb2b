"""Finding and reading editions of plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trata_cli.files.document import Document, read
from trata_cli.files.typed import read_as
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem
from trata_cli.resources import resource

SHIPPED = "data/plan.yaml"


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan's file, the plan if it holds together, and what is wrong with it."""

    document: Document
    plan: Plan | None
    problems: tuple[Problem, ...]


def read_plan(path: str | Path) -> PlanReading:
    """Read a plan. Raises OSError if the file can't be opened."""
    return check_plan(read(path))


def check_plan(document: Document) -> PlanReading:
    """Read a document as a plan and check it."""
    plan, findings = read_as(Plan, document)
    problems = document.problems(findings)
    return PlanReading(document, None if problems else plan, problems)


@dataclass
class Shelf:
    """Where editions are looked up: files named by the user, `plans/` beside an assessment, the shipped ones.

    Each file is read once; plan files that don't hold together leave their problems in `problems`.
    """

    named: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)
    _read: dict[Path, Plan | None] = field(default_factory=dict)

    def find(self, id_: str, version: int, folder: Path) -> Plan | None:
        """The edition with this id and version, for an assessment in `folder`; `None` where there is none."""
        for path in self._candidates(id_, version, folder):
            plan = self.load(path)
            if plan and (plan.id, plan.version) == (id_, version):
                return plan
        return None

    def first(self) -> Plan | None:
        """The plan that a new assessment answers: the first one named, else the shipped one."""
        return self.load(self.named[0] if self.named else resource(SHIPPED))

    def _candidates(self, id_: str, version: int, folder: Path) -> Iterator[Path]:
        yield from map(Path, self.named)
        name = f"{id_}-{version}.yaml"
        for path in (folder / "plans" / name, resource("data/plans") / name):
            if path.is_file():
                yield path
        yield resource(SHIPPED)

    def load(self, path: str | Path) -> Plan | None:
        """The plan of a file, read once. Raises OSError if the file can't be opened."""
        if (path := Path(path)) not in self._read:
            reading = read_plan(path)
            self.problems += reading.problems
            self._read[path] = reading.plan
        return self._read[path]
