"""`trata assess`: the interview's loop. What a line means is for `method.interview` to say."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from trata_cli.commands import init, report
from trata_cli.commands.asking import Asker, Interruptions, edit
from trata_cli.commands.common import (
    ERRORS,
    INTERRUPTED,
    OK,
    Stop,
    open_assessment,
    open_shelf,
    readable,
    refuse_final,
    refused,
    write_file,
    wrong,
)
from trata_cli.files.assessments import FOLDER, Reading, neighbour, read_assessment, search
from trata_cli.files.document import reason
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import NotSaved, save_answer
from trata_cli.i18n import _
from trata_cli.method import ids, interview, totals
from trata_cli.method.checks import is_invented
from trata_cli.method.interview import Done, Edit, Effect, End, Interview, Save, Say, Show
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Line, Terminal

_MOST_NAMED = 5
_T = TypeVar("_T")


def run(
    file: str | None,
    *,
    previous: str | None,
    only: Sequence[str],
    pillar: str | None,
    pending: bool,
    reports: str | None,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Walk through the indicators; every answer is on disk before the next question."""
    terminal, asker, interruptions = Terminal(quiet=quiet), Asker(), Interruptions()
    shelf = open_shelf(plans, terminal)
    with interruptions.listening():
        try:
            path = file or _choose(shelf, terminal, asker)
        except EOFError:
            terminal.print([_("Nothing was begun.")])
            return OK
        except KeyboardInterrupt:
            return INTERRUPTED
        reading = open_assessment(path, shelf, terminal)
        assessment, plan = _answerable(reading, terminal)
        walk = _walk(plan, assessment, only, pillar, terminal)
        if pending:
            walk = [id_ for id_ in walk if _is_open(assessment, plan, id_)]
        loop = _Loop(path, terminal, asker, interruptions)
        loop.greet(reading, assessment)
        code = OK
        if walk:
            last_year = _last_year(assessment, path, previous, shelf, terminal)
            state = interview.begin(plan, date.today().isoformat(), assessment.answers, last_year, walk)
            code = loop.run(state)
        else:
            terminal.print([_("Nothing is pending here.")])
    if reports and code == OK:
        _write_reports(path, reports, previous, shelf, terminal)
    return loop.farewell(code)


def _answerable(reading: Reading, terminal: Terminal) -> tuple[Assessment, Plan]:
    """What reads of a file that can be answered; one that does not parse, or is final, ends the command."""
    assessment, plan = readable(reading, terminal)
    if reading.document.faults:
        raise refused(reading.problems, terminal)
    refuse_final(assessment, reading.document.name, terminal)
    return assessment, plan


def _walk(plan: Plan, assessment: Assessment, only: Sequence[str], pillar: str | None, terminal: Terminal) -> list[str]:
    """The ids that are asked: all of the plan, or of the part that the file is, narrowed by the options."""
    walk = ids.expand(plan, assessment.part.ids) if assessment.part else []
    walk = walk or list(plan.places)
    if pillar is not None:
        wanted = [p.id for p in plan.pillars if p.id.casefold() == pillar.casefold()]
        if not wanted:
            known = ", ".join(p.id for p in plan.pillars)
            text = _("“{typed}” is no pillar of this plan. Its pillars: {known}")
            raise wrong(text.format(typed=visible(pillar), known=known), terminal)
        walk = [id_ for id_ in walk if plan.places[id_].pillar.id in wanted]
    if only:
        typed = [word for each in only for word in each.replace(",", " ").split()]
        chosen: set[str] = set()
        for word in typed:
            found = ids.resolve(plan, word)
            if not found:
                text = _("“{typed}” is no indicator. See the ids with: trata plan show")
                raise wrong(text.format(typed=visible(word)), terminal)
            chosen.update(found)
        walk = [id_ for id_ in plan.places if id_ in chosen]
    return walk


def _is_open(assessment: Assessment, plan: Plan, id_: str) -> bool:
    return totals.count([totals.state(assessment.answers.get(id_), plan)], plan).open > 0


def _last_year(
    assessment: Assessment, path: str, named: str | None, shelf: Shelf, terminal: Terminal
) -> Mapping[str, Answer]:
    """Last year's answers: of the file that is named, else of the neighbour, as much as reads of it."""
    if named:
        readable(reading := open_assessment(named, shelf, terminal), terminal)
    elif beside := neighbour(assessment, path):
        reading = open_assessment(str(beside), shelf, terminal)
    else:
        return {}
    return reading.assessment.answers if reading.assessment else {}


def _choose(shelf: Shelf, terminal: Terminal, asker: Asker) -> str:
    """The one draft in the folder, a choice of several, or a new file."""
    drafts = [path for path in search(FOLDER) if _is_draft(path, shelf)]
    if len(drafts) == 1:
        return drafts[0]
    if not drafts:
        return _begin(shelf, terminal, asker)
    terminal.print(f"{number:>3}  {visible(path)}" for number, path in enumerate(drafts, start=1))
    while True:
        terminal.print([_("Which file? A number from 1 to {most}, q = quit").format(most=len(drafts))])
        typed = asker.line().strip()
        if typed == "q":
            raise EOFError
        if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= len(drafts):
            return drafts[int(typed) - 1]


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
        terminal.print([question])
        typed = asker.line().strip()
        if typed == "q":
            raise EOFError
        with contextlib.suppress(Stop):
            return parse(typed, terminal)


def _write_reports(path: str, folder: str, previous: str | None, shelf: Shelf, terminal: Terminal) -> None:
    """Both reports of a file, public, and where they are."""
    reading = open_assessment(path, shelf, terminal)
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = _("The folder {path} can't be made: {reason}.")
        raise wrong(text.format(path=visible(folder), reason=_(reason(error))), terminal) from None
    written = []
    formats: tuple[report.Format, ...] = ("html", "md")
    for format_ in formats:
        text = report.compose(
            reading,
            format_,
            previous=previous,
            audience="public",
            template=None,
            date=None,
            shelf=shelf,
            terminal=terminal,
        )
        target = Path(folder) / f"{Path(path).stem}.{format_}"
        write_file(str(target), text, terminal)
        written.append(str(target.resolve()))
    terminal.print([_("Reports: {paths}").format(paths=visible(", ".join(written)))])


class _Loop:
    """Asks, lets the step decide, and carries out its effects."""

    def __init__(self, path: str, terminal: Terminal, asker: Asker, interruptions: Interruptions) -> None:
        self.path = path
        self.terminal = terminal
        self.asker = asker
        self.interruptions = interruptions

    def greet(self, reading: Reading, assessment: Assessment) -> None:
        """What is worth knowing before the first question."""
        if is_invented(assessment.country):
            text = _("{country} is an invented country, an example. To begin your own: trata init PRY {year}")
            self._say(text.format(country=assessment.country, year=assessment.year))
        if not reading.ok:
            self._say(_("The file has errors; see them with: trata validate {path}").format(path=visible(self.path)))

    def run(self, state: Interview) -> int:
        """The interview until its end, as an exit code."""
        try:
            self._name_half_done(state)
            self._show(state, Show("screen"))
            while True:
                self.terminal.print(screens.prompt(state, self.terminal.look))
                typed = self.asker.line()
                if self.asker.was_cut(typed):
                    self._say(_("The terminal may have cut this line: look at it, and use e (editor) for long notes."))
                state, effects = interview.step(state, typed)
                while effects:
                    effect, *effects = effects
                    if isinstance(effect, End):
                        return OK
                    state, more = self._carry_out(state, effect)
                    effects = [*more, *effects]
        except EOFError:
            return OK
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            return OK

    def farewell(self, code: int) -> int:
        """The last line: where the answers are, and how to go on."""
        full, again = str(Path(self.path).resolve()), shlex.quote(self.path)
        text = _("Answers saved in {path}. Go on with: trata assess {again}")
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.terminal.print(["", text.format(path=visible(full), again=visible(again))])
        return code

    def _carry_out(self, state: Interview, effect: Effect) -> tuple[Interview, list[Effect]]:
        if isinstance(effect, Save):
            self._save(state, effect)
        elif isinstance(effect, Say):
            self._say(_(effect.message).format(**effect.values))
        elif isinstance(effect, Done):
            self.terminal.print(screens.done(effect.id, self.terminal.look))
        elif isinstance(effect, Show):
            self._show(state, effect)
        elif isinstance(effect, Edit):
            written = edit(effect.text)
            if written is not None:
                return interview.take_note(state, written)
            self._say(_("No editor could be used: set EDITOR, or type the note here."))
        return state, []

    def _save(self, state: Interview, effect: Save) -> None:
        try:
            with self.interruptions.held():
                save_answer(self.path, state.plan, effect.id, effect.old, effect.new)
        except NotSaved as error:
            self._say(_("{id} could not be saved: the file has no plain place for it.").format(id=effect.id))
            raise refused(error.problems, self.terminal) from None
        except OSError as error:
            text = _("{id} could not be saved: {reason}.").format(id=effect.id, reason=_(reason(error)))
            self.terminal.refuse(text)
            raise Stop(ERRORS) from None

    def _show(self, state: Interview, show: Show) -> None:
        look = self.terminal.look
        lines: list[Line] = {
            "screen": lambda: screens.screen(state, look),
            "directive": lambda: screens.directive(state, look),
            "help": lambda: screens.help_lines(state, look),
            "hits": lambda: screens.hits(state, look),
            "totals": lambda: screens.totals_of(state, show.pillar, look),
        }[show.what]()
        self.terminal.print(lines)

    def _name_half_done(self, state: Interview) -> None:
        found = interview.half_done(state)
        if not found:
            return
        named, more = ", ".join(found[:_MOST_NAMED]), len(found) - _MOST_NAMED
        if more > 0:
            named = _("{ids} and {more} more").format(ids=named, more=more)
        self._say(_("Left half done: {ids} (g ID goes there)").format(ids=named))

    def _say(self, text: str) -> None:
        self.terminal.print(screens.said(text, self.terminal.look))
