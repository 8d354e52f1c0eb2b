"""The loop of a walk through indicators, and what commands that walk share: what is asked, and the last line.

What a line means is for a step of `method` to say, how it looks for `views`.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trata_cli.commands import Stop
from trata_cli.commands.asking import Asker, Interruptions, edit
from trata_cli.commands.common import ERRORS, INTERRUPTED, OK, program, readable, refuse_final, refused, wrong
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import reason
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import AnswerFile, ChangedElsewhere, NotSaved, Signed
from trata_cli.files.writing import sweep
from trata_cli.i18n import _
from trata_cli.method import ids, interview
from trata_cli.method.dialogue import NOTHING, Acknowledge, Done, Edit, Effect, Interview, Move, Save, Say, Show
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views.interview import done, said
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.terminal import Line, Look, Terminal, wrap
from trata_cli.views.words import translation_note


@dataclass(frozen=True, slots=True)
class Talk:
    """What makes one walk another than the next: what a line means, and a note from the editor; how all of it looks."""

    step: Callable[[Interview, str], tuple[Interview, list[Effect]]]
    take_note: Callable[[Interview, str], tuple[Interview, list[Effect]]]
    prompt: Callable[[Interview, Look], list[Line]]
    shown: Callable[[Show, Interview, Look], list[Line]]


def answerable(reading: Reading, terminal: Terminal) -> tuple[Assessment, Plan]:
    """What reads of a file that can be answered, and the plan as far as it is to answer it.

    A file that does not parse, or is final, ends the command.
    """
    assessment, plan = readable(reading, terminal)
    if reading.document.faults:
        raise refused(reading.problems, terminal)
    refuse_final(assessment, reading.document.name, terminal)
    return assessment, ids.plan_of(assessment, plan)


def walk_of(plan: Plan, only: Sequence[str], pillar: str | None, terminal: Terminal) -> list[str]:
    """The ids that are asked: all that the file is to answer, narrowed by the options."""
    walk = list(plan.places)
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


def say_first(path: str, reading: Reading, terminal: Terminal) -> None:
    """What is worth knowing before the first question, whoever asks."""
    if note := reading.plan and translation_note(reading.plan):
        say(note, terminal)
    say(_("Everything is saved at once. Enter goes on to the next, ? explains, q leaves."), terminal)
    if not reading.ok:
        say(_("The file has errors; see them with: trata validate {path}").format(path=visible(path)), terminal)


def farewell(text: str, command: str, path: str, options: Mapping[str, Sequence[str]], terminal: Terminal) -> None:
    """The last line: where everything is, and with which command and options to go on."""
    again = [program(), command, path]
    again += [word for option, values in options.items() for value in values for word in (option, value)]
    again += ["--plain"] if terminal.plain else []
    line = subprocess.list2cmdline(again) if os.name == "nt" else shlex.join(again)
    with contextlib.suppress(OSError):  # the terminal may be gone
        full = visible(str(Path(path).resolve()))
        if Path(path).exists():
            terminal.talk("\n".join(wrap(_(NAMES_NOTICE), terminal.look.width)))
        else:
            text = _("{path} is no longer there.")
        terminal.print(["", text.format(path=full, command=visible(line))])


def _says_the_same(one: Answer | None, other: Answer | None) -> bool:
    """Whether the country says the same in two answers, whatever others state beside it."""
    mine, theirs = ((each or NOTHING).model_copy(update={"statements": ()}) for each in (one, other))
    return mine == theirs


def say(text: str, terminal: Terminal) -> None:
    """Say one thing, wrapped, among the screens."""
    terminal.print(said(text, terminal.look))


class Loop:
    """Asks, lets the step decide, and carries out its effects."""

    def __init__(
        self,
        talk: Talk,
        file: AnswerFile,
        state: Interview,
        shelf: Shelf,
        terminal: Terminal,
        asker: Asker,
        interruptions: Interruptions,
    ) -> None:
        self.talk = talk
        self.file = file
        self.state = state
        self.shelf = shelf
        self.terminal = terminal
        self.asker = asker
        self.interruptions = interruptions
        self.has_lost = False

    def run(self) -> int:
        """The walk until its end, as an exit code: an error where something that was entered is on no disk."""
        code = OK
        sweep(self.file.path)
        try:
            self._show(Show("screen"))
            while not self._is_over():
                pass
        except BrokenPipeError:
            raise
        except (EOFError, OSError):  # the terminal may be gone
            self._leave()
        except KeyboardInterrupt:
            code = INTERRUPTED
            self._leave()
        return ERRORS if self.state.pause or self.has_lost else code

    def _leave(self) -> None:
        """Say what is on no disk, whole, however often one interrupts."""
        with contextlib.suppress(OSError, KeyboardInterrupt), self.interruptions.held():
            self.terminal.print([""])
            self._carry_out(interview.leave(self.state))

    def _is_over(self) -> bool:
        """Ask once, and carry out what follows, whole: an interruption waits for the next question."""
        self.terminal.print(self.talk.prompt(self.state, self.terminal.look))
        typed = self.asker.line()
        with self.interruptions.held():
            if self.asker.was_cut(typed):
                self._say(_("The terminal may have cut this line: look at it, and use e (editor) for long notes."))
            self.state, effects = self.talk.step(self.state, typed)
            return self._carry_out(effects)

    def _carry_out(self, effects: Iterable[Effect]) -> bool:
        """Carry out effects in their order; whether the interview ends with them.

        A save that can't be done stops them: what was to follow waits for what the person decides.
        """
        is_over = False
        rest = deque(effects)
        while rest:
            effect = rest.popleft()
            if isinstance(effect, Save | Move):
                if not self._reaches_the_disk(effect, rest):
                    return False
            elif isinstance(effect, Acknowledge):
                self._acknowledge(effect)
            elif isinstance(effect, Say):
                self._say(_(effect.message).format(**effect.values))
            elif isinstance(effect, Done):
                self.terminal.print(done(effect.id, self.terminal.look))
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
        self.state, effects = self.talk.take_note(self.state, written)
        return self._carry_out(effects)

    def _reaches_the_disk(self, effect: Save | Move, rest: Sequence[Effect]) -> bool:
        """Save an answer, or go on in another file. Where that fails the next question is what to do about it."""
        save = effect if isinstance(effect, Save) else next(each for each in rest if isinstance(each, Save))
        then = [each for each in rest if each is not save]
        try:
            if isinstance(effect, Move):
                self.file.move(effect.path)
            elif self.file.save(save.id, save.old, save.new):
                self._refresh()
        except ChangedElsewhere:
            theirs = self._refresh(but=save.id).get(save.id)
            if _says_the_same(theirs, save.new):
                self._refresh()
                return True
            self.state, effects = interview.changed_elsewhere(self.state, save, then, theirs)
            self._carry_out(effects)
        except (NotSaved, OSError) as error:
            self._tell_why(save, error)
            is_gone = isinstance(error, FileNotFoundError) and self.file.path.parent.is_dir()
            self.state = interview.not_saved(self.state, save, then, is_gone=is_gone)
        else:
            return True
        if not self.asker.is_terminal:  # nobody is there to decide, and the lines that come are for other questions
            self._carry_out(interview.leave(self.state))
            raise Stop(ERRORS)
        return False

    def _acknowledge(self, effect: Acknowledge) -> None:
        """Note in the file that a text is public; where that can't be done, what a person may write there by hand."""
        try:
            if self.file.acknowledge(effect.id, effect.pointer, effect.text, effect.codes, effect.why):
                self._refresh()
        except (NotSaved, OSError) as error:
            self.has_lost = True
            if isinstance(error, OSError):
                why = _(reason(error))
            else:
                why = (
                    _("the file is final")
                    if isinstance(error, Signed)
                    else _("there is no plain place beside the text, or it has changed")
                )
            comment = f"# trata: ignore={','.join(effect.codes)} {effect.why}"
            text = _("{id}: that it is public could not be noted: {reason}. Write beside the text: {comment}")
            self.terminal.refuse(text.format(id=effect.id, reason=why, comment=visible(comment)))
        else:
            self._say(_("Noted in the file: it is public."))

    def _tell_why(self, save: Save, error: NotSaved | OSError) -> None:
        if isinstance(error, OSError):
            text = _("{id} could not be saved: {reason}.").format(id=save.id, reason=_(reason(error)))
        elif isinstance(error, Signed):
            text = _("{path} is final and is not changed.").format(path=visible(str(self.file.path)))
        else:
            text = _("{id} could not be saved: the file has no plain place for it.").format(id=save.id)
            if error.problems:
                refused(error.problems, self.terminal)
        self.terminal.refuse(text)

    def _refresh(self, but: str = "") -> Mapping[str, Answer]:
        """Take over and name what others have answered in the file, all but one's own answer; the answers there."""
        now = check_document(self.file.document, self.shelf).assessment
        answers = now.answers if now else self.state.answers
        others = {*answers, *self.state.answers} - {but}
        if changed := [id_ for id_ in others if answers.get(id_) != self.state.answers.get(id_)]:
            self._say(_("Changed elsewhere in the meantime: {ids}").format(ids=", ".join(sorted(changed))))
        self.state = interview.refreshed(self.state, answers, but)
        return answers

    def _show(self, show: Show) -> None:
        self.terminal.print(self.talk.shown(show, self.state, self.terminal.look))

    def _say(self, text: str) -> None:
        say(text, self.terminal)
