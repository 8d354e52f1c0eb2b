"""What an interview is made of: its questions, what may follow a line, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from trata_cli.method import answering, totals
from trata_cli.model.assessment import WORDS, Answer, Level, Statement, Word
from trata_cli.model.plan import Place, Plan
from trata_cli.model.problem import Pointer

NOTHING: Final = Answer()


class Ask(Enum):
    """The questions of the interview."""

    LEVEL = "level"
    CLEAR = "clear"
    SEARCH = "search"
    NOTE = "note"
    WORD_REASON = "word-reason"
    FALL_REASON = "fall-reason"
    DECISION_REASON = "decision-reason"
    TITLE = "title"
    TYPE = "type"
    DATE = "date"
    ISSUER = "issuer"
    WHERE = "where"
    AUDIENCE = "audience"
    NEW_TITLE = "new-title"
    NEW_TYPE = "new-type"
    TARGET_LEVEL = "target-level"
    TARGET_BY = "target-by"
    TARGET_LEAD = "target-lead"
    TARGET_ACTION = "target-action"
    PERSONAL = "personal"
    WHY_PUBLIC = "why-public"
    UNSAVED = "unsaved"
    CONFLICT = "conflict"


MOST_HITS: Final = 15
"""Hits of a search that are shown and can be chosen: more would push the question off the screen."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say one line: a message and its values."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Save:
    """Put an answer on disk (`None`: take it out), before the next question."""

    id: str
    old: Answer | None
    new: Answer | None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Note in the file, beside a text of an answer, that what rules with these codes found there is public, and why.

    `pointer` is the way to the text from the answer. The file may have more in its lists by now, so that of the way
    only the fields count: meant is the text wherever it stands in them.
    """

    id: str
    pointer: Pointer
    text: str
    codes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Show:
    """Show more than a line.

    That is the `screen`, the `directive`, the `help`, `cases` of the same kind, the `hits` of a search, the `evidence`
    so far, the `hint` on what is not applicable, both sides of a `conflict`, an `unsaved` answer, or the `totals` of a
    pillar or the whole.
    """

    what: str
    pillar: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Everything entered for an indicator is on disk: the line that ends it."""

    id: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Let a text be written in the user's editor; what comes back goes to `interview.take_note`."""

    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """Go on in another file, which gets all that the old one said; without a path, write a file that is gone again."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """The interview ends here; `finished` when the walk came to its end, not by `q`."""

    finished: bool


Effect = Say | Save | Acknowledge | Show | Done | Edit | Move | End


@dataclass(frozen=True, slots=True)
class Pause:
    """A save that waits for a person to decide, what was to follow it, and the question that was to come then.

    `theirs` is what somebody else has made of the answer in the meantime, where that is why it waits.
    """

    save: Save
    then: tuple[Effect, ...]
    ask: Ask
    is_gone: bool = False
    theirs: Answer | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Texts that were just saved and look like personal data: a person decides about one after the other.

    `texts` are the ways to them from the answer, or in a review from the reviewer's statement alone. What was to follow
    is `then`, and the question `ask` at the indicator `id`.
    """

    texts: tuple[Pointer, ...]
    then: tuple[Effect, ...]
    id: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands. `today` is an ISO date; `walk` the ids that are asked, in the plan's order.

    `last_year` are the answers of `year_before`. `word` waits for its reason; `title` (of evidence) for its type, and
    with it the details `given` behind it with `|`; `missing` are the details still to be asked, of the piece of
    evidence with the number `piece` (from 0) if one is being changed, else of the last. `hits` are a search's results,
    `doubt` texts that look like personal data, `pause` a save that could not be done. `undo` has the answers as they
    were before each visit that changed one, where nobody else has changed it since; `touched` says whether this visit
    has. Everything else that was entered is in `answers`, and on disk.

    In a review `reviewer` is the institution that reviews, `own` the level that it gives and that waits for a comment.
    """

    plan: Plan
    today: str
    answers: Mapping[str, Answer]
    last_year: Mapping[str, Answer]
    walk: Sequence[str]
    id: str
    year_before: int | None = None
    ask: Ask = Ask.LEVEL
    word: Word | None = None
    title: str = ""
    given: tuple[str, ...] = ()
    missing: tuple[Ask, ...] = ()
    piece: int | None = None
    hits: tuple[str, ...] = ()
    undo: tuple[tuple[str, Answer | None], ...] = ()
    touched: bool = False
    doubt: Doubt | None = None
    pause: Pause | None = None
    reviewer: str = ""
    own: Level | None = None

    @property
    def place(self) -> Place:
        """The indicator that is asked."""
        return self.plan.places[self.id]

    @property
    def answer(self) -> Answer:
        """The answer so far."""
        return self.answers.get(self.id, NOTHING)

    @property
    def before(self) -> Answer | None:
        """Last year's answer, if there is one with a level."""
        answer = self.last_year.get(self.id)
        return answer if answer and totals.state(answer, self.plan) in (*self.plan.levels, *WORDS) else None

    @property
    def is_fall(self) -> bool:
        """Whether the level is below last year's."""
        return answering.is_fall(self.answer, self.before)

    @property
    def earlier(self) -> list[str]:
        """The ids of the walk before this one, which a jump may have led outside of it."""
        return [id_ for id_ in self.walk if self.plan.places[id_].number < self.place.number]

    @property
    def settled(self) -> int:
        """How many of the plan's indicators are neither unanswered nor undecided."""
        states = [totals.state(self.answers.get(id_), self.plan) for id_ in self.plan.places]
        return sum(state not in (totals.UNANSWERED, totals.UNDECIDED) for state in states)


def begin(
    plan: Plan,
    today: str,
    answers: Mapping[str, Answer],
    last_year: Mapping[str, Answer],
    walk: Sequence[str],
    year_before: int | None = None,
) -> Interview:
    """An interview over a walk (not empty) that resumes at its first unanswered or undecided indicator."""
    waiting = (totals.UNANSWERED, totals.UNDECIDED)
    first = next((id_ for id_ in walk if totals.state(answers.get(id_), plan) in waiting), walk[0])
    return Interview(plan, today, answers, last_year, tuple(walk), first, year_before)


def statement_of(answer: Answer | None, by: str) -> Statement | None:
    """What a reviewer has said of an indicator, if several times, then last."""
    said = reversed(answer.statements if answer else ())
    return next((each for each in said if each.role == "reviewer" and each.by == by), None)


def half_done(state: Interview) -> list[str]:
    """Indicators of the walk at which something was left out on the way.

    These are answers without a level, words, falls or decisions without their reason, levels with neither note nor
    evidence, or at the threshold without evidence, and evidence that nobody could find. Where one was about to go on
    with is the file's to tell only by its order: right before the place at which the walk resumes, any missing evidence
    counts.
    """
    last = state.earlier[-1:]
    return [id_ for id_ in state.walk if id_ in state.answers and _is_half_done(state, id_, is_last=id_ in last)]


def _is_half_done(state: Interview, id_: str, *, is_last: bool) -> bool:
    answer = state.answers[id_]
    if answer.level is None:
        return bool(answer.note or answer.reason or answer.evidence)
    if answer.level in WORDS:
        return not answer.reason
    if totals.is_disputed(answer) and not answer.reason:
        return True
    if answering.is_fall(answer, state.last_year.get(id_)) and not answer.reason:
        return True
    if answer.evidence:
        return any(not (each.date or each.issuer or each.where) for each in answer.evidence)
    is_fulfilled = isinstance(answer.level, int) and state.plan.is_fulfilled(answer.level)
    return is_fulfilled or is_last or not answer.note
