"""`trata report FOLDER`: a report of each assessment in a folder, and an index over countries and years."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trata_cli import __version__
from trata_cli.commands import report
from trata_cli.commands.common import ERRORS, OK, cannot_write, open_shelf, readable, refused, write_file, wrong
from trata_cli.files.assessments import Reading, check_document, is_of_a_plan, search
from trata_cli.files.document import STANDARD_INPUT, read, unreadable
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _, language, ngettext
from trata_cli.method.personal import findings_in
from trata_cli.model.text import visible
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.rendering import Format, render_shipped
from trata_cli.views.site import LeftOutView, YearView, build, year_view
from trata_cli.views.terminal import Terminal
from trata_cli.views.withheld import without

_INDEX = "index"


def run(
    folder: str,
    wanted: report.Wanted,
    previous: str | None,
    history: str | None,
    output: str | None,
    plans: Sequence[str],
    terminal: Terminal,
) -> int:
    """Write the reports of a folder into another. A file with errors has none; those of the others are written."""
    if previous:
        raise wrong(_("--previous is for the report of one file: in a folder each finds its own."), terminal)
    if history:
        raise wrong(_("--history is for the report of one file."), terminal)
    if wanted.format == "docx":
        raise wrong(_("a Word document is made of one file: the reports of a folder are html or md."), terminal)
    target, shelf = _target(output, terminal), open_shelf(plans, terminal, language())
    paths = list(search(folder))
    if not paths:
        raise wrong(_("{path} has no YAML file.").format(path=visible(folder)), terminal)
    site = _Site(folder, target, wanted, wanted.format, shelf, terminal)
    with terminal.progress(len(paths)) as advance:
        for path in paths:
            site.add(path)
            advance()
    if not site.years and not site.left_out:
        raise wrong(_("{path} has no assessment.").format(path=visible(folder)), terminal)
    site.write_index()
    terminal.talk(_(NAMES_NOTICE))
    return site.code


def _target(output: str | None, terminal: Terminal) -> Path:
    """The folder for the reports, which need not be there yet."""
    if output in (None, STANDARD_INPUT):
        raise wrong(_("the reports of a folder go into a folder: name one with -o."), terminal)
    if os.path.lexists(output) and not os.path.isdir(output):  # noqa: PTH112 - a name that no system takes is no folder
        text = _("{path} is no folder, and the reports of a folder go into one.")
        raise wrong(text.format(path=visible(output)), terminal)
    return Path(output)


@dataclass(slots=True)
class _Site:
    """The reports as they are written one after the other, and what the index will say of them."""

    source: str
    target: Path
    wanted: report.Wanted
    format: Format
    shelf: Shelf
    terminal: Terminal
    code: int = OK
    years: list[YearView] = field(default_factory=list)
    left_out: list[LeftOutView] = field(default_factory=list)
    _taken: set[str] = field(init=False)
    """The names that reports have, and the index: some systems don't tell capitals from small letters."""

    def __post_init__(self) -> None:
        self._taken = {f"{_INDEX}.{self.format}"}

    def add(self, path: str) -> None:
        """Write the report of a file, or note why it has none. A plan's file is passed over."""
        reading = _reading(path, self.shelf)
        if reading is None:
            return
        inside = Path(os.path.relpath(path, self.source)).as_posix()
        name = Path(inside).with_suffix(f".{self.format}").as_posix()
        if self.wanted.audience == "public" and findings_in(inside):
            self._refuse(path, None, _("its name looks like personal data"))
        elif not reading.ok:
            self.code = refused(reading.problems, self.terminal).code
            self.left_out.append(LeftOutView(inside, _("it has errors")))
        elif reading.assessment and reading.assessment.part:
            self.left_out.append(LeftOutView(inside, _("it is one institution's part, not a whole")))
        elif name.casefold() in self._taken:
            self._refuse(path, inside, _("its report would replace {name}").format(name=visible(name)))
        else:
            self._taken.add(name.casefold())
            self._write_report(reading, name)

    def write_index(self) -> None:
        """Write the index over what was added."""
        view = build(
            self.years, self.left_out, audience=self.wanted.audience, date=self.wanted.date, version=__version__
        )
        path = self._write(f"{_INDEX}.{self.format}", render_shipped("index", view, self.format))
        count = len(self.years)
        text = ngettext("{count} report, and its index: {path}", "{count} reports, and their index: {path}", count)
        self.terminal.talk(text.format(count=count, path=visible(path)))

    def _write_report(self, reading: Reading, name: str) -> None:
        before = report.last_year(reading, None, self.shelf, self.terminal)
        self._write(name, report.compose(reading, before, self.wanted, self.shelf, self.terminal))
        self.code = max(self.code, report.name_withheld(reading, self.wanted.audience, self.terminal))
        assessment, plan = readable(reading, self.terminal)
        shown = without(assessment, {problem.pointer for problem in report.withheld(reading, self.wanted.audience)})
        self.years.append(year_view(shown, plan, name))

    def _write(self, name: str, content: str | bytes) -> str:
        """Write a file of the site, and the folder that it is in; its path."""
        path = self.target / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(str(path.parent), error, self.terminal) from None
        write_file(str(path), content, self.terminal)
        return str(path)

    def _refuse(self, path: str, inside: str | None, why: str) -> None:
        """Say that a file has no report, and why; the index says so too."""
        text = _("{path} has no report: {why}.")
        self.terminal.refuse(text.format(path=visible(path), why=why))
        self.code = ERRORS
        self.left_out.append(LeftOutView(inside, why))


def _reading(path: str, shelf: Shelf) -> Reading | None:
    """An assessment's file, whether it can be opened or not; nothing for a plan's."""
    try:
        document = read(path)
    except OSError as error:
        document = unreadable(path, error)
    return None if is_of_a_plan(document) else check_document(document, shelf)
