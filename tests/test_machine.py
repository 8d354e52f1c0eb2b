"""Whatever is typed, and whatever others and the disk do meanwhile: the file says what a simple model says.

The model knows the rules of the interview in its own words: answers are plain mappings of texts, as another reader of
YAML finds them in the file. A rule begins and ends at the level of an indicator. Between two rules somebody else may
change the file, or the disk may fill up.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests import editing
from tests.support import GARDEN, GARDEN_FILE
from trata_cli.commands.asking import Interruptions
from trata_cli.commands.loop import Loop, Talk
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import AnswerFile, as_data
from trata_cli.method import dialogue, fingerprints, interview
from trata_cli.method.dialogue import Ask
from trata_cli.model.assessment import Answer
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Terminal

HEAD: Final = "format: trata/assessment/1\nplan: {id: huerto, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
TODAY: Final = "2026-11-24"
IDS: Final = list(GARDEN.places)
LEVELS: Final = [str(level) for level in sorted(GARDEN.levels)]
WORDS: Final = {"n": "not-applicable", "s": "no-information"}
LAST_YEAR: Final = {
    IDS[0]: {"level": 2, "note": "Hecho.", "evidence": ({"title": "Acta", "type": "statement"},)},
    IDS[2]: {"level": "no-information", "reason": "No se midió."},
    IDS[3]: {"level": 1, "target": {"level": 2, "by": "2027"}},
}
SEARCH: Final = f"/{GARDEN.places[IDS[0]].indicator.text.split()[0]}\n"
"""A search that finds something, and Enter to stay."""
OF_PROGRAM: Final = ("answered", "wording")
"""Fields that the program adds of its own."""
TALK: Final = Talk(interview.step, interview.take_note, screens.prompt, screens.shown)

texts = st.sampled_from(["Nota.", "«ñ»: dos # tres", "- no", "no", "2026", "a | b", "[/b] {x}"])
some_id, some_level, some_word = st.sampled_from(IDS), st.sampled_from(LEVELS), st.sampled_from(sorted(WORDS))
titles = st.lists(st.sampled_from(["Decreto 1", "Acta: x", "Informe #2"]), max_size=2)
choice = st.sampled_from("12")
mending = st.lists(st.sampled_from(["again", "mend", "quit", "elsewhere"]), min_size=1, max_size=3)
"""What a person does about a save that fails, time after time; at last the disk is mended."""

Known = dict[str, dict[str, Any]]


class Lines:
    """A person at a terminal who types some lines, and then says nothing more."""

    is_terminal = True

    def __init__(self) -> None:
        self.typed: list[str] = []

    def line(self) -> str:
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)

    def was_cut(self, _typed: str) -> bool:
        return False


def own(answer: dict[str, Any] | None) -> dict[str, Any]:
    """What the country says, without the statements of others."""
    return {key: value for key, value in (answer or {}).items() if key != "statements"}


def with_own(answer: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    """What the country says now, with the statements that there are."""
    return {**own(new), **{key: value for key, value in (answer or {}).items() if key == "statements"}}


def texts_of(answer: Answer) -> Any:
    """An answer as another reader of YAML finds it, without what the program adds of its own."""
    data = editing.told(as_data(answer))
    return {key: value for key, value in data.items() if key not in OF_PROGRAM}


class InterviewMachine(RuleBasedStateMachine):
    """The interview, and beside it what is known of it: `disk`, what the file says; `seen`, what it said last.

    `mine` are the answers as the interview has them: as `seen`, but for one that is being saved.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="trata-machine-"))
        self.path = self.folder / "XPE-2026.yaml"
        self.path.write_text(HEAD + "answers: {}\n", encoding="utf-8")
        self.copies = 0
        self.is_full = False
        self.disk: Known = {}
        self.shelf = Shelf([str(GARDEN_FILE)])
        self.last_year = {id_: Answer.model_validate(answer) for id_, answer in LAST_YEAR.items()}
        self.begin()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # The interview.

    def begin(self) -> None:
        """A new interview on the file as it is; it resumes at the first indicator without a level."""
        reading = read_assessment(str(self.path), self.shelf)
        assert reading.assessment is not None
        answers = reading.assessment.answers
        state = dialogue.begin(GARDEN, TODAY, answers, self.last_year, IDS, 2025)
        self.lines = Lines()
        asker: Any = self.lines
        self.loop = Loop(
            TALK, AnswerFile(reading.document, GARDEN), state, self.shelf, Terminal(), asker, Interruptions()
        )
        self.seen, self.mine = deepcopy(self.disk), deepcopy(self.disk)
        self.undo: list[tuple[str, dict[str, Any] | None]] = []
        self.is_touched = False
        self.at = next((id_ for id_ in IDS if "level" not in self.disk.get(id_, {})), IDS[0])

    def types(self, *lines: str) -> int:
        """Type lines; the exit code if the interview ended with them."""
        self.lines.typed = list(lines)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), self.disk_as_it_is():
            code = self.loop.run()
        assert not self.lines.typed
        return code

    @contextlib.contextmanager
    def disk_as_it_is(self) -> Iterator[None]:
        if not self.is_full:
            yield
            return
        with patch.object(os, "fsync", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            yield

    def is_asked(self, ask: Ask) -> None:
        assert self.loop.state.ask is ask, self.loop.state.ask

    # The model of what a save does.

    def goes(self, id_: str) -> None:
        self.at, self.is_touched = id_, False

    def goes_on(self) -> None:
        """To the next indicator; behind the last one the interview is over."""
        if self.at == IDS[-1]:
            self.begin()
        else:
            self.goes(IDS[IDS.index(self.at) + 1])

    def remembers(self, id_: str) -> None:
        """What `u` goes back to: the answer as it was before the visit."""
        if not self.is_touched:
            self.undo.append((id_, deepcopy(self.mine.get(id_))))
            self.is_touched = True

    def puts(self, line: str, new: dict[str, Any] | None, answer: str, mend: list[str]) -> bool:
        """Type a line that changes the answer here; whether the dialogue goes on behind it."""
        id_ = self.at
        if own(new) != own(self.mine.get(id_)):
            self.remembers(id_)
        return self.saves(id_, line, new, answer, mend)

    def saves(self, id_: str, line: str, new: dict[str, Any] | None, answer: str, mend: list[str]) -> bool:
        """Type a line that has an answer saved, and do what a person does about what the save meets.

        `answer` is the choice where both sides changed it, `mend` what is done about a disk that is full.
        """
        base = self.mine.get(id_)
        self.set(self.mine, id_, with_own(base, new))
        self.types(line)
        if self.collides(id_, new):
            self.is_asked(Ask.CONFLICT)
            self.refreshes(but=id_)
            self.forgets(id_)
            base = deepcopy(self.disk.get(id_))
            if answer == "2":
                self.undo.append((id_, base))
                self.is_touched = True
            else:
                self.set(self.mine, id_, base)
                self.goes(id_)
            self.types(answer)
            if answer == "1":
                return False
        while self.is_full and with_own(self.disk.get(id_), new) != self.disk.get(id_, {}):
            self.is_asked(Ask.UNSAVED)
            what = mend.pop(0) if mend else "mend"
            if what == "quit":
                assert self.types("q") == 1
                self.is_full = False
                self.begin()
                return False
            self.is_full = what == "again"
            if what == "elsewhere":
                self.copies += 1
                self.path = self.folder / f"{self.copies}" / "XPE-2026.yaml"
                self.path.parent.mkdir()
                self.disk = deepcopy(self.seen)
            self.types(str(self.path.parent) if what == "elsewhere" else "")
        self.set(self.disk, id_, with_own(self.disk.get(id_), new))
        self.refreshes()
        return True

    def collides(self, id_: str, new: dict[str, Any] | None) -> bool:
        """Whether somebody else changed what the country says, and not to what is to be saved."""
        theirs = own(self.disk.get(id_))
        return own(new) != theirs != own(self.seen.get(id_))

    def refreshes(self, but: str = "") -> None:
        """What others changed is known from here on; it is not for `u` to take back."""
        self.forgets(*(id_ for id_ in IDS if id_ != but and self.disk.get(id_) != self.mine.get(id_)))
        self.seen = deepcopy(self.disk)
        self.mine = {id_: deepcopy(answer) for id_, answer in self.disk.items() if id_ != but} | (
            {but: self.mine[but]} if but in self.mine else {}
        )

    def forgets(self, *ids: str) -> None:
        self.undo = [each for each in self.undo if each[0] not in ids]
        if self.at in ids:
            self.is_touched = False

    def set(self, known: Known, id_: str, answer: dict[str, Any] | None) -> None:
        known.pop(id_, None)
        if answer:
            known[id_] = deepcopy(answer)

    def answered(self, level: str, reason: str | None = None) -> dict[str, Any]:
        """The answer here with a level; a reason of a word goes with it."""
        now = own(self.mine.get(self.at))
        if level != now.get("level") and {level, now.get("level")} & {*WORDS.values()}:
            now.pop("reason", None)
        return {**now, "level": level, **({"reason": reason} if reason else {})}

    @property
    def is_fall(self) -> bool:
        last, now = LAST_YEAR.get(self.at, {}).get("level"), self.mine[self.at]["level"]
        return isinstance(last, int) and now in LEVELS and int(now) < last

    # What a person does.

    @rule(level=some_level, answer=choice, mend=mending)
    def gives_a_level(self, level: str, answer: str, mend: list[str]) -> None:
        if self.puts(level, self.answered(level), answer, mend):
            self.types("-")

    @rule(level=some_level, note=texts, reason=texts, titles=titles, answer=choice, mend=mending)
    def answers_in_full(
        self, level: str, note: str, reason: str, titles: list[str], answer: str, mend: list[str]
    ) -> None:
        if not self.puts(level, self.answered(level), answer, mend):
            return
        if note == self.mine[self.at].get("note"):
            self.types(note)
        elif not self.puts(note, {**self.mine[self.at], "note": note}, answer, mend):
            return
        if self.is_fall and not self.puts(reason, {**self.mine[self.at], "reason": reason}, answer, mend):
            return
        for title in titles:
            piece = {"title": title, "type": "official-act", "date": "2026-03", "issuer": "Mesa", "reference": "Caja"}
            new = {**self.mine[self.at], "evidence": [*self.mine[self.at].get("evidence", []), piece]}
            if not self.puts(f"{title} | a | 2026-03 | Mesa | Caja | p", new, answer, mend):
                return
        self.types("")
        self.goes_on()

    @rule(word=some_word, reason=texts, answer=choice, mend=mending)
    def gives_a_word(self, word: str, reason: str, answer: str, mend: list[str]) -> None:
        self.types(word)
        if self.puts(reason, self.answered(WORDS[word], reason), answer, mend):
            self.goes_on()

    @rule(word=some_word)
    def thinks_better_of_a_word(self, word: str) -> None:
        self.types(word, "-")

    @rule(level=some_level, number=st.integers(1, 3), answer=choice, mend=mending)
    def takes_evidence_out(self, level: str, number: int, answer: str, mend: list[str]) -> None:
        if not self.puts(level, self.answered(level), answer, mend):
            return
        self.types("")
        if self.is_fall and "reason" not in self.mine[self.at]:
            self.types("-")
            return
        if self.is_fall:
            self.types("")
        evidence = self.mine[self.at].get("evidence", [])
        left = evidence[: number - 1] + evidence[number:]
        if number > len(evidence):
            self.types(f"x {number}", "-")
        elif self.puts(
            f"x {number}", {**self.mine[self.at], "evidence": left} if left else self.without("evidence"), answer, mend
        ):
            self.types("-")

    def without(self, key: str) -> dict[str, Any]:
        return {each: value for each, value in self.mine[self.at].items() if each != key}

    @rule(level=some_level, action=texts, answer=choice, mend=mending)
    def sets_a_target(self, level: str, action: str, answer: str, mend: list[str]) -> None:
        self.types("t")
        wanted = [(level, "level", level), ("12/2027", None, None), ("2027-12", "by", "2027-12"), ("", None, None)]
        for line, field, value in [*wanted, (action, "action", action)]:
            now = own(self.mine.get(self.at))
            target = now.get("target", {})
            if field is None or target.get(field) == value:
                self.types(line)
            elif not self.puts(line, {**now, "target": {**target, field: value}}, answer, mend):
                return

    @rule(answer=choice, mend=mending)
    def takes_the_target_out(self, answer: str, mend: list[str]) -> None:
        self.types("t")
        if "target" in self.mine.get(self.at, {}):
            self.puts("x", self.without("target"), answer, mend)
        else:
            self.types("")

    @rule(answer=choice, mend=mending)
    def copies_last_year(self, answer: str, mend: list[str]) -> None:
        last = editing.told(LAST_YEAR.get(self.at, {}))
        if not last:
            self.types("=")
            return
        now = self.answered(last["level"], last.get("reason") if last["level"] in WORDS.values() else None)
        pieces = now.get("evidence", [])
        pieces = pieces + [each for each in last.get("evidence", []) if each not in pieces]
        kept = {key: value for key, value in last.items() if key in ("note", "target") and key not in now}
        if self.puts("=", {**now, **kept, **({"evidence": pieces} if pieces else {})}, answer, mend):
            self.goes_on()

    @rule(answer=choice, mend=mending)
    def clears(self, answer: str, mend: list[str]) -> None:
        self.types("x")
        if self.at in self.mine:
            self.puts("x", None, answer, mend)

    @rule()
    def thinks_better_of_clearing(self) -> None:
        self.types("x", *([""] if self.at in self.mine else []))

    @rule(answer=choice, mend=mending)
    def takes_back(self, answer: str, mend: list[str]) -> None:
        if not self.undo:
            self.types("u")
            return
        id_, before = self.undo.pop()
        self.goes(id_)
        self.saves(id_, "u", before, answer, mend)

    @rule(id_=some_id)
    def jumps(self, id_: str) -> None:
        self.types(f"g {id_}")
        self.goes(id_)

    @rule()
    def goes_back(self) -> None:
        self.types("-")
        if self.at != IDS[0]:
            self.goes(IDS[IDS.index(self.at) - 1])

    @rule()
    def leaves_it_as_it_is(self) -> None:
        self.types("")
        self.goes_on()

    @rule(line=st.sampled_from(["9", "?", "d", "D99", SEARCH, "\x00", "uno dos", "g", "x 1"]))
    def types_what_changes_nothing(self, line: str) -> None:
        self.types(*line.split("\n"))

    @rule()
    def quits_and_begins_again(self) -> None:
        assert self.types("q") == 0
        self.begin()

    # What others and the disk do.

    @rule(id_=some_id, level=some_level, note=st.one_of(st.none(), texts))
    def others_answer(self, id_: str, level: str, note: str | None) -> None:
        new = {**own(self.disk.get(id_)), "level": level, **({"note": note} if note else {})}
        self.edits(id_, with_own(self.disk.get(id_), new))

    @rule(level=some_level, note=texts)
    def others_answer_what_is_asked(self, level: str, note: str) -> None:
        self.others_answer(self.at, level, note)

    @rule(id_=some_id)
    def others_clear(self, id_: str) -> None:
        self.edits(id_, with_own(self.disk.get(id_), None))

    @rule(id_=some_id, level=some_level)
    def a_reviewer_adds_a_statement(self, id_: str, level: str) -> None:
        now = self.disk.get(id_, {})
        statement = {"by": "Universidad", "role": "reviewer", "level": level}
        self.edits(id_, {**now, "statements": [*now.get("statements", []), statement]})

    def edits(self, id_: str, answer: dict[str, Any]) -> None:
        """Somebody else's edit, with another program that writes all of the file anew."""
        found = editing.load(self.path.read_text(encoding="utf-8"))["answers"] or {}
        found.pop(id_, None)
        wording = fingerprints.wording(GARDEN, GARDEN.places[id_])
        of_program = {"answered": TODAY, "wording": wording} if "level" in answer else {}
        answers = {**found, id_: {**answer, **of_program}} if answer else found
        self.set(self.disk, id_, answer)
        self.path.write_text(HEAD + written(answers), encoding="utf-8")

    @rule()
    def the_file_goes_away(self) -> None:
        """Nobody notices until the next save, which writes all of it again."""
        self.path.unlink()
        self.disk = deepcopy(self.seen)
        was_full, self.is_full = self.is_full, False
        new = self.answered(LEVELS[0])
        if own(new) != own(self.mine.get(self.at)):
            self.remembers(self.at)
        self.set(self.mine, self.at, with_own(self.mine.get(self.at), new))
        self.types(LEVELS[0])
        self.is_asked(Ask.UNSAVED)
        self.types("", "-")
        self.set(self.disk, self.at, with_own(self.disk.get(self.at), new))
        self.refreshes()
        self.is_full = was_full

    @rule()
    def the_disk_fills_up(self) -> None:
        self.is_full = True

    # What holds after each of them.

    @invariant()
    def the_file_says_what_was_answered(self) -> None:
        found = editing.load(self.path.read_text(encoding="utf-8"))
        answers = {id_: without_own_fields(answer) for id_, answer in (found["answers"] or {}).items()}
        assert editing.told(answers) == editing.told(self.disk), (answers, self.disk)
        assert {**found, "answers": None} == {**editing.load(HEAD), "answers": None}

    @invariant()
    def the_file_reads(self) -> None:
        reading = read_assessment(str(self.path), self.shelf)
        assert reading.ok, reading.problems

    @invariant()
    def the_interview_knows_what_it_wrote_and_where_it_is(self) -> None:
        assert {id_: texts_of(answer) for id_, answer in self.loop.state.answers.items()} == editing.told(self.mine)
        self.is_asked(Ask.LEVEL)
        assert self.loop.state.id == self.at
        assert self.loop.file.path == self.path

    @invariant()
    def nothing_else_lies_about(self) -> None:
        assert {path.name for path in self.path.parent.iterdir() if path.is_file()} == {self.path.name}


def without_own_fields(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in OF_PROGRAM}


def written(answers: Known) -> str:
    """Answers as somebody else may write them: in another order, each on a line of its own, in flow style."""
    return "answers:\n" + "".join(
        f"  {json.dumps(id_)}: {json.dumps(numbered(answer), ensure_ascii=False)}\n" for id_, answer in answers.items()
    )


def numbered(value: Any, key: str = "") -> Any:
    """Levels as numbers, as they have to stand in a file."""
    if isinstance(value, dict):
        return {each: numbered(kept, each) for each, kept in value.items()}
    if isinstance(value, list):
        return [numbered(each) for each in value]
    return int(value) if key == "level" and value in LEVELS else value


def plays(steps: int, examples: int) -> Callable[[], None]:
    return lambda: run_state_machine_as_test(
        InterviewMachine,
        settings=settings(
            stateful_step_count=steps,
            max_examples=examples,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_some_plays() -> None:
    plays(40, 8)()


@pytest.mark.slow
def test_long_plays() -> None:
    plays(500, 6)()
