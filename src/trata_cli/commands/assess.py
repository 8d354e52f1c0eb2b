"""`trata assess`: the interview's loop. What a line means is for `method.interview` to say."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from trata_cli.commands import Stop, init, report
from trata_cli.commands.asking import Asker, Interruptions, edit
from trata_cli.commands.common import (
    ERRORS,
    INTERRUPTED,
    OK,
    open_assessment,
    open_shelf,
    program,
    readable,
    refuse_final,
    refused,
    write_file,
    wrong,
)
from trata_cli.files.assessments import FOLDER, Reading, neighbour, read_assessment, search
from trata_cli.files.document import STANDARD_INPUT, reason
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import NotSaved, save_answer
from trata_cli.i18n import _
from trata_cli.method import comparison, dialogue, entries, ids, interview, totals
from trata_cli.method.checks import is_invented
from trata_cli.method.dialogue import Done, Edit, Effect, Interview, Save, Say, Show
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Line, Terminal, wrap
from trata_cli.views.words import obstacle_sentence

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
    if file == STANDARD_INPUT:
        raise wrong(_("The interview needs a file; standard input is for the answers."), terminal)
    with interruptions.listening():
        try:
            path = file or _choose(shelf, terminal, asker)
        except (EOFError, KeyboardInterrupt) as stop:
            terminal.print(["", _("Nothing was begun.")])
            return OK if isinstance(stop, EOFError) else INTERRUPTED
        reading = open_assessment(path, shelf, terminal)
        assessment, plan = _answerable(reading, terminal)
        walk = _walk(plan, assessment, only, pillar, terminal)
        if pending:
            walk = [id_ for id_ in walk if _is_open(assessment, plan, id_)]
        year, last_year = _last_year(assessment, path, previous, shelf, terminal)
        _greet(path, reading, assessment, terminal)
        code = OK
        if walk:
            state = dialogue.begin(plan, date.today().isoformat(), assessment.answers, last_year, walk, year)
            code = _Loop(path, state, terminal, asker, interruptions).run()
        else:
            _say(_("Nothing is pending here."), terminal)
    try:
        if reports and code == OK:
            _write_reports(path, reports, previous, shelf, terminal)
    finally:
        _farewell(path, plans, previous, terminal)
    return code


def _farewell(path: str, plans: Sequence[str], previous: str | None, terminal: Terminal) -> None:
    """The last line: where the answers are, and how to go on."""
    again = [program(), "assess", path]
    for option, values in (("--plan", plans), ("--previous", [previous] if previous else ())):
        again += [word for value in values for word in (option, value)]
    command = subprocess.list2cmdline(again) if os.name == "nt" else shlex.join(again)
    text = _("Answers saved in {path}. Go on with: {command}")
    with contextlib.suppress(OSError):  # the terminal may be gone
        full = visible(str(Path(path).resolve()))
        terminal.print(["", text.format(path=full, command=visible(command))])


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
        walk = [id_ for id_ in walk if id_ in chosen]
    return walk


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
        _say(obstacle_sentence(found), terminal)
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
        _say(_("Allowed: a number from 1 to {most}, q.").format(most=len(drafts)), terminal)
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


def _greet(path: str, reading: Reading, assessment: Assessment, terminal: Terminal) -> None:
    """What is worth knowing before the first question."""
    if is_invented(assessment.country):
        text = _("{country} is an invented country, an example. To begin your own: {program} init PRY {year}")
        _say(text.format(country=assessment.country, program=program(), year=assessment.year), terminal)
    _say(_("Everything is saved at once. Enter goes on to the next, ? explains, q leaves."), terminal)
    if not reading.ok:
        _say(_("The file has errors; see them with: trata validate {path}").format(path=path), terminal)


def _say(text: str, terminal: Terminal) -> None:
    terminal.print(screens.said(text, terminal.look))


class _Loop:
    """Asks, lets the step decide, and carries out its effects."""

    def __init__(
        self, path: str, state: Interview, terminal: Terminal, asker: Asker, interruptions: Interruptions
    ) -> None:
        self.path = path
        self.state = state
        self.terminal = terminal
        self.asker = asker
        self.interruptions = interruptions

    def run(self) -> int:
        """The interview until its end, as an exit code."""
        try:
            self._name_half_done()
            self._show(Show("screen"))
            while not self._is_over():
                pass
            return OK
        except BrokenPipeError:
            raise
        except (EOFError, OSError):  # the terminal may be gone
            code = OK
        except KeyboardInterrupt:
            code = INTERRUPTED
        with contextlib.suppress(OSError):
            self.terminal.print([""])
            self._carry_out(interview.leave(self.state))
        return code

    def _is_over(self) -> bool:
        """Ask once, and carry out what follows, whole: an interruption waits for the next question."""
        self.terminal.print(screens.prompt(self.state, self.terminal.look))
        typed = self.asker.line()
        with self.interruptions.held():
            if self.asker.was_cut(typed):
                self._say(_("The terminal may have cut this line: look at it, and use e (editor) for long notes."))
            self.state, effects = interview.step(self.state, typed)
            return self._carry_out(effects)

    def _carry_out(self, effects: Iterable[Effect]) -> bool:
        """Carry out effects in their order; whether the interview ends with them."""
        is_over = False
        for effect in effects:
            if isinstance(effect, Save):
                self._save(effect)
            elif isinstance(effect, Say):
                self._say(_(effect.message).format(**effect.values))
            elif isinstance(effect, Done):
                self.terminal.print(screens.done(effect.id, self.terminal.look))
            elif isinstance(effect, Show):
                self._show(effect)
            elif isinstance(effect, Edit):
                is_over = self._edit(effect)
            else:
                is_over = True
        return is_over

    def _edit(self, effect: Edit) -> bool:
        with self.interruptions.left_to_another():
            written = edit(effect.text)
        if written is None:
            self._say(_("No editor could be used: set EDITOR, or type the note here."))
            return False
        self.state, effects = interview.take_note(self.state, written)
        return self._carry_out(effects)

    def _save(self, effect: Save) -> None:
        try:
            save_answer(self.path, self.state.plan, effect.id, effect.old, effect.new)
        except NotSaved as error:
            self._say(_("{id} could not be saved: the file has no plain place for it.").format(id=effect.id))
            raise refused(error.problems, self.terminal) from None
        except OSError as error:
            text = _("{id} could not be saved: {reason}.").format(id=effect.id, reason=_(reason(error)))
            self.terminal.refuse(text)
            raise Stop(ERRORS) from None

    def _show(self, show: Show) -> None:
        state, look = self.state, self.terminal.look
        lines: list[Line] = {
            "screen": lambda: screens.screen(state, look),
            "directive": lambda: screens.directive(state, look),
            "help": lambda: screens.help_lines(state, look),
            "hits": lambda: screens.hits(state, look),
            "totals": lambda: screens.totals_of(state, show.pillar, look),
        }[show.what]()
        self.terminal.print(lines)

    def _name_half_done(self) -> None:
        found = dialogue.half_done(self.state)
        if not found:
            return
        named, more = ", ".join(found[:_MOST_NAMED]), len(found) - _MOST_NAMED
        if more > 0:
            named = _("{ids} and {more} more").format(ids=named, more=more)
        self._say(_("Left half done: {ids} (g {first} goes there)").format(ids=named, first=found[0]))

    def _say(self, text: str) -> None:
        _say(text, self.terminal)
