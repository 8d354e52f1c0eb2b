"""Finding and reading editions of plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from trata_cli.files.document import Document, is_file, read, unreadable
from trata_cli.files.typed import read_as
from trata_cli.method import editions
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem, has_errors
from trata_cli.resources import resource

SHIPPED = "data/plan.yaml"
PUBLISHED = "data/editions.json"


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
    if plan and not has_errors(problems):
        problems = document.problems([*findings, *editions.changed(plan, published())])
    return PlanReading(document, None if has_errors(problems) else plan, problems)


@cache
def published() -> editions.Published:
    """The digests of all editions that were ever shipped: an edition's texts never change."""
    digests: editions.Published = json.loads(resource(PUBLISHED).read_text("utf-8"))
    return digests


@dataclass
class Shelf:
    """Where editions are looked up: files named by the user, `plans/` beside an assessment, the shipped ones.

    Each file is read once.
    """

    named: Sequence[str] = ()
    reported: set[Path] = field(default_factory=set)
    """Plan files of whose problems the user hears elsewhere."""
    _read: dict[Path, PlanReading] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the plan files that were looked at."""
        readings = (reading for path, reading in self._read.items() if path not in self.reported)
        return [problem for reading in readings for problem in reading.problems]

    def find(self, id_: str, version: int, folder: Path) -> Plan | None:
        """The edition with this id and version, for an assessment in `folder`; `None` where there is none."""
        for path in self._candidates(id_, version, folder):
            plan = self._try(path)
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
            if is_file(path):
                yield path
        yield resource(SHIPPED)

    def load(self, path: str | Path) -> Plan | None:
        """The plan of a file, read once. Raises OSError if the file can't be opened."""
        if (path := Path(path)) not in self._read:
            self._read[path] = read_plan(path)
        return self._read[path].plan

    def _try(self, path: Path) -> Plan | None:
        """The plan of a file that nobody named: if it can't be opened, that is a problem of its own."""
        try:
            return self.load(path)
        except OSError as error:
            self._read[path] = check_plan(unreadable(str(path), error))
            return None
