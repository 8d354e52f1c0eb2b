"""`trata export`: the answers of many files as tidy tables."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from trata_cli import __version__
from trata_cli.commands import Stop
from trata_cli.commands.common import ERRORS, OK, cannot_open, cannot_write, open_shelf, wrong
from trata_cli.commands.compare import name_withheld
from trata_cli.commands.many import Identity, made_of_each, named_files
from trata_cli.commands.report import withheld
from trata_cli.files.assessments import Reading
from trata_cli.files.document import STANDARD_INPUT
from trata_cli.files.folders import foreign, replaced
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _, ngettext
from trata_cli.model.assessment import Audience
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.rendering import render_shipped
from trata_cli.views.tables import PACKAGE, TABLES, codebook, datapackage
from trata_cli.views.terminal import Terminal
from trata_cli.views.tidy import header, lines, rows
from trata_cli.views.withheld import without

_PACKAGE: Final = "datapackage.json"
_CODEBOOK: Final = "codebook.md"
_NAMES: Final = (*(f"{table.name}.csv" for table in TABLES), _PACKAGE, _CODEBOOK)
_INSTITUTION: Final = ("part", "institution")


def run(paths: Sequence[str], *, output: str, audience: Audience, raw: bool, plans: Sequence[str], quiet: bool) -> int:
    """Write the tables of all files into a folder, whole or not at all; of a file with errors what reads."""
    terminal = Terminal(quiet=quiet)
    target = _target(output, terminal)
    shelf = open_shelf(plans, terminal)
    files = dict(named_files(paths, terminal))
    made = made_of_each(partial(_exported, audience=audience, raw=raw), files, shelf, terminal)
    writing = _Writing(shelf, terminal)
    try:
        with replaced(target) as folder:
            _write_tables(folder, made, writing, audience)
            if not writing.files:
                raise _nothing(writing, terminal)
            _describe(folder, [*writing.plans], audience, raw=raw)
    except OSError as error:
        raise cannot_write(output, error, terminal) from None
    count = len(writing.files)
    text = ngettext("{count} file, in the tables of {path}", "{count} files, in the tables of {path}", count)
    terminal.talk(text.format(count=count, path=visible(output)))
    terminal.talk(_(NAMES_NOTICE))
    return writing.code


def _target(output: str, terminal: Terminal) -> Path:
    """The folder for the tables: not there yet, empty, or an older export. Ends the command for any other."""
    if output == STANDARD_INPUT:
        raise wrong(_("the tables go into a folder: name one with -o."), terminal)
    target = Path(os.path.realpath(output))
    if target in (here := Path.cwd(), *here.parents):
        text = _("{path} is the folder in which you are, or one around it: an export takes the place of its folder.")
        raise wrong(text.format(path=visible(output)), terminal)
    try:
        theirs = _not_ours(target)
    except OSError as error:
        raise cannot_open(output, error, terminal) from None
    if theirs:
        text = _("{path} is not an export of trata: {name} in it is something else. Name another folder.")
        raise wrong(text.format(path=visible(output), name=visible(theirs)), terminal)
    return target


def _not_ours(folder: Path) -> str | None:
    """What in a folder keeps it from being an older export, if anything does; an empty one may be taken."""
    found = foreign(folder, _NAMES)
    if found or foreign(folder, ()) is None:
        return found
    try:
        package = json.loads((folder / _PACKAGE).read_bytes())
    except (OSError, ValueError):
        return _PACKAGE
    return None if isinstance(package, dict) and package.get("name") == PACKAGE else _PACKAGE


def _write_tables(folder: Path, made: Iterable[tuple[str, _Exported]], writing: _Writing, audience: Audience) -> None:
    """The tables, each file's rows as they come."""
    with ExitStack() as stack:
        tables = {
            table.name: stack.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="\n"))
            for table in TABLES
        }
        for table in TABLES:
            tables[table.name].write(header(table, audience))
        for path, exported in made:
            writing.add(path, exported, tables)


def _describe(folder: Path, plans: Sequence[Plan], audience: Audience, *, raw: bool) -> None:
    """What is in the tables, for people and for programs."""
    book = codebook(plans, audience, raw=raw, version=__version__)
    (folder / _CODEBOOK).write_text(render_shipped("codebook", book, "md"), "utf-8", newline="\n")
    package = datapackage(audience, raw=raw, version=__version__)
    (folder / _PACKAGE).write_text(package, "utf-8", newline="\n")


def _nothing(writing: _Writing, terminal: Terminal) -> Stop:
    """The end of a command that has nothing to write; why was said where there were assessments."""
    if writing.code == OK:
        return wrong(_("there is no assessment among these files."), terminal)
    return Stop(ERRORS)


class _Exported(NamedTuple):
    """What an export needs of a file: the lines for each table, as they come from other processes."""

    identity: Identity | None
    version: int
    lines: dict[str, str]
    errors: str
    """How many problems there are, in words; empty where none is an error."""
    withheld: tuple[Problem, ...]


def _exported(reading: Reading, *, audience: Audience, raw: bool) -> _Exported:
    assessment, plan = reading.assessment, reading.plan
    errors = "" if reading.ok else problem_views.counted(reading.problems)
    if assessment is None or plan is None:
        return _Exported(None, 0, {}, errors, ())
    found = withheld(reading, audience)
    shown = without(assessment, {problem.pointer for problem in found})
    count = sum(problem.severity == "error" for problem in reading.problems)
    made = rows(shown, plan, count, audience)
    text = {table.name: lines(table, made[table.name], audience, raw=raw) for table in TABLES}
    return _Exported(Identity.of(assessment), assessment.plan.version, text, errors, tuple(found))


@dataclass(slots=True)
class _Writing:
    """The files as they are written one after the other; what is wrong with one is said at once."""

    shelf: Shelf
    terminal: Terminal
    code: int = OK
    files: dict[Identity, str] = field(default_factory=dict)
    plans: dict[Plan, None] = field(default_factory=dict)

    def add(self, path: str, found: _Exported, tables: Mapping[str, TextIO]) -> None:
        """Write the rows of a file, or say why it has none."""
        identity, shown = found.identity, visible(path)
        if found.errors:
            text = _("{found}. See them with: trata validate {path}")
            self._refuse(text.format(found=found.errors, path=shown))
        if identity is None:
            self._refuse(_("{path} is left out: nothing of it can be read as an assessment.").format(path=shown))
        elif identity in self.files:
            text = _("{path} is left out: {other} has the same country, year, plan and institution.")
            self._refuse(text.format(path=shown, other=visible(self.files[identity])))
        elif any(problem.pointer == _INSTITUTION for problem in found.withheld):
            self._refuse(
                _("{path} is left out: the name of its institution looks like personal data.").format(path=shown)
            )
        else:
            self._write(path, identity, found, tables)

    def _write(self, path: str, identity: Identity, found: _Exported, tables: Mapping[str, TextIO]) -> None:
        self.files[identity] = path
        plan = self.shelf.find(identity.plan, found.version, Path(path).parent)
        assert plan is not None  # noqa: S101 - it was found when the file was read
        self.plans[plan] = None
        for name, text in found.lines.items():
            tables[name].write(text)
        self.code = max(self.code, name_withheld(found.withheld, self.terminal))

    def _refuse(self, text: str) -> None:
        self.code = ERRORS
        self.terminal.refuse(text)
