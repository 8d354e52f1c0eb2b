"""`trata assess`: the interview, from the choice of a file to the reports."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from trata_cli.commands import Stop, init, report
from trata_cli.commands.asking import Asker, Interruptions
from trata_cli.commands.common import (
    INTERRUPTED,
    OK,
    open_assessment,
    open_shelf,
    program,
    readable,
    refused,
    write_file,
    wrong,
)
from trata_cli.commands.loop import Loop, Talk, answerable, farewell, say, say_first, walk_of
from trata_cli.files.assessments import FOLDER, Reading, neighbour, read_assessment, search
from trata_cli.files.document import STANDARD_INPUT, reason
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import AnswerFile
from trata_cli.i18n import _, language
from trata_cli.method import comparison, dialogue, entries, interview, totals
from trata_cli.method.checks import is_invented
from trata_cli.method.dialogue import NOTHING, Interview
from trata_cli.method.manifest import ReportFormat
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Line, Terminal, wrap
from trata_cli.views.words import obstacle_sentence

_TALK: Final = Talk(interview.step, interview.take_note, screens.prompt, screens.shown)
_MOST_NAMED = 5
_T = TypeVar("_T")


def run(
    file: str | None,
    *,
    previous: str | None,
    only: Sequence[str],
    pillar: str | None,
    pending: bool,
    undecided: bool,
    reports: str | None,
    plans: Sequence[str],
    plain: bool,
    quiet: bool,
) -> int:
    """Walk through the indicators; every answer is on disk before the next question."""
    terminal, asker, interruptions = Terminal(quiet=quiet, plain=plain), Asker(plain=plain), Interruptions()
    shelf = open_shelf(plans, terminal, language())
    if file == STANDARD_INPUT:
        raise wrong(_("The interview needs a file; standard input is for the answers."), terminal)
    with interruptions.listening():
        try:
            path = file or _choose(shelf, terminal, asker)
        except (EOFError, KeyboardInterrupt) as stop:
            terminal.print(["", _("Nothing was begun.")])
            return OK if isinstance(stop, EOFError) else INTERRUPTED
        reading = open_assessment(path, shelf, terminal)
        assessment, plan = answerable(reading, terminal)
        walk = walk_of(plan, only, pillar, terminal)
        if pending:
            walk = [id_ for id_ in walk if _is_open(assessment, plan, id_)]
        if undecided:
            walk = [id_ for id_ in walk if totals.needs_decision(assessment.answers.get(id_, NOTHING), plan)]
        year, last_year = _last_year(assessment, path, previous, shelf, terminal)
        _greet(path, reading, assessment, terminal)
        code = OK
        if walk:
            state = dialogue.begin(plan, date.today().isoformat(), assessment.answers, last_year, walk, year)
            _name_half_done(state, terminal)
            loop = Loop(_TALK, AnswerFile(reading.document, plan), state, shelf, terminal, asker, interruptions)
            gc.freeze()  # what was read by now stays: no answer waits while the collector walks through it
            try:
                code = loop.run()
            finally:
                path = str(loop.file.path)
        else:
            say(_("Nothing is undecided here.") if undecided else _("Nothing is pending here."), terminal)
    try:
        if reports and code == OK:
            code = _write_reports(path, reports, previous, shelf, terminal)
    finally:
        options = {"--plan": plans, "--previous": [previous] if previous else []}
        farewell(_("Answers saved in {path}. Go on with: {command}"), "assess", path, options, terminal)
    return code


def _is_open(assessment: Assessment, plan: Plan, id_: str) -> bool:
    return totals.count([totals.state(assessment.answers.get(id_), plan)], plan).open > 0


def _last_year(
    assessment: Assessment, path: str, named: str | None, shelf: Shelf, terminal: Terminal
) -> tuple[int | None, Mapping[str, Answer]]:
    """Last year and its answers: of the file that is named, else of the neighbour, as much as reads of it."""
    if named:
        before, _plan = readable(open_assessment(named, shelf, terminal), terminal)
    elif beside := _neighbour(assessment, path, shelf):
        before = beside
    else:
        return None, {}
    found = comparison.obstacle(before, assessment)
    if found and found != "part":  # an institution may well look at what the whole said, or the part before
        say(obstacle_sentence(found), terminal)
        return None, {}
    return before.year, before.answers


def _neighbour(assessment: Assessment, path: str, shelf: Shelf) -> Assessment | None:
    beside = neighbour(assessment, path)
    with contextlib.suppress(OSError):  # nobody named it: without it the interview goes on as well
        return read_assessment(beside, shelf).assessment if beside else None
    return None


def _choose(shelf: Shelf, terminal: Terminal, asker: Asker) -> str:
    """The one draft in the folder, a choice of several, or a new file."""
    drafts = [path for path in search(FOLDER) if _is_draft(path, shelf)]
    if len(drafts) == 1:
        return drafts[0]
    if not drafts:
        return _begin(shelf, terminal, asker)
    terminal.print(f"{number:>3}  {visible(path)}" for number, path in enumerate(drafts, start=1))
    numbers = {str(number): path for number, path in enumerate(drafts, start=1)}
    question = _("Which file? A number from 1 to {most} (q = quit)").format(most=len(drafts))
    while (typed := _asked(question, terminal, asker)) not in numbers:
        say(_("Allowed: a number from 1 to {most}, q.").format(most=len(drafts)), terminal)
    return numbers[typed]


def _asked(question: str, terminal: Terminal, asker: Asker) -> str:
    """What is typed to a question before the interview; `q` is the end of it."""
    terminal.print([Line(line, screens.QUESTION) for line in wrap(question, terminal.look.width)])
    typed, _changed = entries.clean(asker.line())
    if typed in ("q", "Q"):
        raise EOFError
    return typed


def _is_draft(path: str, shelf: Shelf) -> bool:
    try:
        reading = read_assessment(path, shelf)
    except OSError:
        return False
    return reading.assessment is not None and reading.assessment.status == "draft"


def _begin(shelf: Shelf, terminal: Terminal, asker: Asker) -> str:
    """Ask for country and year, and begin a file."""
    plan = shelf.first()
    if plan is None:
        raise refused(shelf.problems, terminal)
    country = _until_it_passes(_("Country: three letters, such as PRY (q = quit)"), init.parse_country, terminal, asker)
    year = _until_it_passes(_("Year that is assessed (q = quit)"), init.parse_year, terminal, asker)
    path = f"{FOLDER}/{country}-{year}.yaml"
    if Path(path).exists():
        return path
    return init.create(country, year, None, None, None, plan, shelf, terminal)


def _until_it_passes(question: str, parse: Callable[[str, Terminal], _T], terminal: Terminal, asker: Asker) -> _T:
    while True:
        typed = _asked(question, terminal, asker)
        with contextlib.suppress(Stop):
            return parse(typed, terminal)


def _write_reports(path: str, folder: str, previous: str | None, shelf: Shelf, terminal: Terminal) -> int:
    """Both reports of a file, public, where they are, and what is withheld from them; the exit code for that."""
    reading = open_assessment(path, shelf, terminal)
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = _("The folder {path} can't be made: {reason}.")
        raise wrong(text.format(path=visible(folder), reason=_(reason(error))), terminal) from None
    written = []
    before = report.last_year(reading, previous, shelf, terminal)
    formats: tuple[ReportFormat, ...] = ("html", "md")
    for format_ in formats:
        content = report.compose(reading, before, report.Wanted(format_), shelf, terminal)
        target = Path(folder) / f"{Path(path).stem}.{format_}"
        write_file(str(target), content, terminal)
        written.append(str(target.resolve()))
    terminal.print([_("Reports: {paths}").format(paths=visible(", ".join(written)))])
    return report.name_withheld(reading, "public", terminal)


def _greet(path: str, reading: Reading, assessment: Assessment, terminal: Terminal) -> None:
    """What is worth knowing before the first question."""
    if is_invented(assessment.country):
        text = _("{country} is an invented country, an example. To begin your own: {program} init PRY {year}")
        say(text.format(country=assessment.country, program=program(), year=assessment.year), terminal)
    say_first(path, reading, terminal)


def _name_half_done(state: Interview, terminal: Terminal) -> None:
    """Name indicators at which something was left out the last time."""
    found = dialogue.half_done(state)
    if not found:
        return
    named, more = ", ".join(found[:_MOST_NAMED]), len(found) - _MOST_NAMED
    if more > 0:
        named = _("{ids} and {more} more").format(ids=named, more=more)
    say(_("Left half done: {ids} (g {first} goes there)").format(ids=named, first=found[0]), terminal)
