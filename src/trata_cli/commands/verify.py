"""`trata verify`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trata_cli import __version__, i18n
from trata_cli.commands import Stop
from trata_cli.commands.common import ERRORS, OK, cannot_open, open_assessment, open_shelf, readable, refused, wrong
from trata_cli.commands.history import read_years
from trata_cli.commands.report import Wanted, compose, last_year, manifest_of
from trata_cli.files.assessments import Reading
from trata_cli.files.document import Document, shown_around
from trata_cli.files.plans import Shelf
from trata_cli.files.reports import ReportFile, read_report, report_of
from trata_cli.i18n import N_, _
from trata_cli.method.manifest import Difference, Input, Manifest, first_difference, other_inputs
from trata_cli.model.text import visible
from trata_cli.views.terminal import Terminal

_OTHERS: Final[dict[Input, str]] = {
    "file": N_("The assessment is not the one of which the report was made."),
    "previous": N_("Last year's file is not the one with which the report was made."),
    "history": N_("The years of the history are not those with which the report was made."),
    "plan": N_("The plan's file is not the one with which the report was made."),
    "template": N_("The template or its styles are not those with which the report was made."),
}


def run(
    report: str,
    file: str,
    *,
    previous: str | None,
    template: str | None,
    history: str | None,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Make a report again, as its manifest says, and compare: the same bytes, or what is not the same."""
    terminal = Terminal(quiet=quiet)
    found, then = _opened(report, terminal)
    shelf = open_shelf(plans, terminal, then.language)
    reading = open_assessment(file, shelf, terminal)
    wanted = _wanted(then, template, terminal)
    before = _before(then, reading, previous, shelf, terminal)
    years = _years(then, reading, history, shelf, terminal)
    with i18n.speaking(then.language):
        now = manifest_of(reading, before, wanted, shelf, terminal, years)
    ours = then.trata == __version__ and then.language in i18n.LANGUAGES
    others = [name for name in other_inputs(then, now) if name != "template" or ours or wanted.template]
    if others:
        terminal.print(line for name in others for line in _other(name, then, now))
        return ERRORS
    with i18n.speaking(then.language):
        again = report_of(compose(reading, before, wanted, shelf, terminal, years))
    if found.content == again.content or (found.parts and found.parts == again.parts):
        text = _("{report} is what {file} gives, byte for byte.")
        terminal.print([text.format(report=visible(report), file=visible(file))])
        return OK
    terminal.print(_what_differs(found, again) if ours else _too_different(then))
    return ERRORS


def _opened(path: str, terminal: Terminal) -> tuple[ReportFile, Manifest]:
    """A report and its manifest. Ends the command where one of them can't be had."""
    try:
        found = read_report(path)
    except OSError as error:
        raise cannot_open(path, error, terminal) from None
    if isinstance(found, Document):
        raise refused(found.problems(), terminal)
    if found.manifest is None:
        text = _(
            "{path} has no manifest that this version can read: it is no report of trata, or the manifest was changed."
        )
        terminal.refuse(text.format(path=visible(path)))
        raise Stop(ERRORS)
    return found, found.manifest


def _wanted(then: Manifest, template: str | None, terminal: Terminal) -> Wanted:
    """How the report was made. Ends the command where its own template is not named."""
    if then.layout == "own" and template is None:
        raise wrong(_("the report was made with a template of one's own: name it with --template"), terminal)
    return Wanted(then.format, then.audience, template, then.date, then.trata, then.index == "yes")


def _before(then: Manifest, reading: Reading, named: str | None, shelf: Shelf, terminal: Terminal) -> Reading | None:
    """Last year's file if the report was made with one, or if one is named. Ends the command where it is missing."""
    readable(reading, terminal)
    if then.previous is None and named is None:
        return None
    before = last_year(reading, named, shelf, terminal)
    if before is None:
        raise wrong(_("the report was made with last year's file: name it with --previous"), terminal)
    return before


def _years(
    then: Manifest, reading: Reading, folder: str | None, shelf: Shelf, terminal: Terminal
) -> tuple[Reading, ...]:
    """The years of the report's history, if it has one or a folder is named. Ends the command where that is missing."""
    if folder is not None:
        return read_years(reading, folder, shelf, terminal)
    if then.history is not None:
        raise wrong(_("the report was made with a history: name its folder with --history"), terminal)
    return ()


def _other(name: Input, then: Manifest, now: Manifest) -> list[str]:
    """An input that is another, with the SHA-256 of both."""
    none = _("none")
    return [
        _(_OTHERS[name]),
        _("  for the report: {sha256}").format(sha256=getattr(then, name) or none),
        _("  now:            {sha256}").format(sha256=getattr(now, name) or none),
    ]


def _too_different(then: Manifest) -> list[str]:
    text = _(
        "All of which the report was made is the same. Whether its text is can't be told: trata {then} wrote it, and "
        "this is trata {now}."
    )
    return [text.format(then=then.trata, now=__version__)]


def _what_differs(found: ReportFile, again: ReportFile) -> list[str]:
    """What is not the same in a report of which all that it was made of is."""
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    if difference := first_difference(text, again.text):
        return _first_line(difference)
    if found.parts is not None:
        return [_("The text is the same, the file is not: another program, such as a word processor, saved it anew.")]
    if found.encoding != again.encoding:
        same = _("The text is the same, the bytes are not: it was saved as {encoding}; trata writes {ours}.")
        return [same.format(encoding=found.encoding, ours=again.encoding)]
    return [_("The text is the same, the bytes are not: only the ends of the lines were changed on the way.")]


def _first_line(difference: Difference) -> list[str]:
    """The first line that is not what it was, near the place, on either side."""
    text = _("The report was changed after it was made. The first line that is not as it was is line {line}:")
    end = _("(it ends before)")
    sides = {_("  in the report: {text}"): difference.report, _("  as it was:     {text}"): difference.again}
    shown = [
        side.format(text=end if line is None else shown_around(line, difference.column)) for side, line in sides.items()
    ]
    return [text.format(line=difference.line), *shown]
