"""The interview as a pure step: (state, line) → state and what is to be done.

Nothing here reads, writes or prints: a step yields the effects (save this answer, show that, say this), and the loop in
`commands` carries them out in their order, before it asks the next question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from trata_cli.i18n import N_
from trata_cli.method import answering, entries, ids, totals
from trata_cli.model.assessment import WORDS, Answer, Evidence, Word
from trata_cli.model.plan import Place, Plan

NOTHING: Final = Answer()


class Ask(Enum):
    """The questions of the interview."""

    LEVEL = "level"
    CLEAR = "clear"
    SEARCH = "search"
    NOTE = "note"
    WORD_REASON = "word-reason"
    FALL_REASON = "fall-reason"
    TITLE = "title"
    TYPE = "type"
    DATE = "date"
    ISSUER = "issuer"
    WHERE = "where"
    AUDIENCE = "audience"


_EVIDENCE: Final = (Ask.TYPE, Ask.DATE, Ask.ISSUER, Ask.WHERE, Ask.AUDIENCE)
"""What is asked of a piece of evidence after its title, in the order of its one-line form."""


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
class Show:
    """Show more than a line: `screen`, `directive`, `help`, `hits`, or the totals of a pillar or the whole."""

    what: str
    pillar: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Everything entered for an indicator is on disk: the line that ends it."""

    id: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Let the note be written in the user's editor; what comes back goes to `take_note`."""

    text: str


@dataclass(frozen=True, slots=True)
class End:
    """The interview ends here; `finished` when the walk came to its end, not by `q`."""

    finished: bool


Effect = Say | Save | Show | Done | Edit | End


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands. `today` is an ISO date; `walk` the ids that are asked, in the plan's order.

    `word` waits for its reason, `title` (of evidence) for its type, `given` are fields typed ahead with `|`, `hits` a
    search's results. Everything else that was entered is in `answers`, and on disk.
    """

    plan: Plan
    today: str
    answers: Mapping[str, Answer]
    last_year: Mapping[str, Answer]
    walk: Sequence[str]
    id: str
    ask: Ask = Ask.LEVEL
    word: Word | None = None
    title: str = ""
    given: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()

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
    def fraction(self) -> float:
        """The share of the plan's indicators that are settled, 0 to 1."""
        states = [totals.state(self.answers.get(id_), self.plan) for id_ in self.plan.places]
        return sum(state not in (totals.UNANSWERED, totals.UNDECIDED) for state in states) / len(states)


def begin(
    plan: Plan,
    today: str,
    answers: Mapping[str, Answer],
    last_year: Mapping[str, Answer],
    walk: Sequence[str],
) -> Interview:
    """An interview over a walk (not empty) that resumes at its first unanswered or undecided indicator."""
    waiting = (totals.UNANSWERED, totals.UNDECIDED)
    first = next((id_ for id_ in walk if totals.state(answers.get(id_), plan) in waiting), walk[0])
    return Interview(plan, today, answers, last_year, tuple(walk), first)


def half_done(state: Interview) -> list[str]:
    """Indicators of the walk at which something was left out on the way.

    These are answers without a level, levels without note and evidence, and words or falls without their reason.
    """
    return [id_ for id_ in state.walk if id_ in state.answers and _is_half_done(state, id_)]


def _is_half_done(state: Interview, id_: str) -> bool:
    answer = state.answers[id_]
    if answer.level is None:
        return totals.state(answer, state.plan) != totals.UNDECIDED
    if answer.level in WORDS or answering.is_fall(answer, state.last_year.get(id_)):
        return not answer.reason
    return not answer.note and not answer.evidence


def step(state: Interview, line: str) -> tuple[Interview, list[Effect]]:
    """Take one line: the state after it, and what is to be done before the next question."""
    typed, changed = entries.clean(line)
    effects: list[Effect] = []
    if changed and typed:
        effects.append(Say(N_("Control characters were left out, foreign line ends replaced.")))
    before = state.ask
    state, more = _command(state, typed) or _TAKE[state.ask](state, typed)
    if before in (Ask.TITLE, *_EVIDENCE) and state.ask is not before:
        state, more = _take_given(state, more)
    return state, effects + more


def take_note(state: Interview, text: str) -> tuple[Interview, list[Effect]]:
    """Take a note that was written in the editor: all of it is text, none of it a command."""
    cleaned, _ = entries.clean(text)
    return _note_taken(state, cleaned)


_Taken = tuple[Interview, list[Effect]]


def _command(state: Interview, typed: str) -> _Taken | None:
    """The commands that stand alone at every prompt."""
    if typed == "q":
        return state, [*_unsaved_title(state), End(finished=False)]
    if typed == "?":
        return state, [Show("help")]
    if typed == "-":
        return _back(state) if state.ask is Ask.LEVEL else (_ask(state, Ask.LEVEL), [])
    return None


def _ask(state: Interview, question: Ask) -> Interview:
    """Ask something of the same indicator; a title that waits for its type goes on waiting."""
    given = () if question is Ask.LEVEL and not state.title else state.given
    return replace(state, ask=question, word=None, given=given)


# The level prompt.


def _take_level(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _forward(state)
    found = entries.level(state.plan, typed)
    if isinstance(found, int):
        return _level_given(state, found)
    if found:
        return replace(state, ask=Ask.WORD_REASON, word=found), []
    if typed[0] == "/":
        return _search(state, typed[1:])
    if typed in _AT_LEVEL:
        return _AT_LEVEL[typed](state)
    return _jump(state, typed)


def _level_given(state: Interview, level: int) -> _Taken:
    state, effects = _put(state, answering.with_level(state.plan, state.place, state.answer, level, state.today))
    return _ask(state, Ask.NOTE), effects


def _put(state: Interview, new: Answer) -> _Taken:
    """Let an answer take the old one's place, and have it saved."""
    old = state.answers.get(state.id)
    return replace(state, answers={**state.answers, state.id: new}), [Save(state.id, old, new)]


def _put_fields(state: Interview, **fields: Any) -> _Taken:
    return _put(state, state.answer.model_copy(update=fields))


def _copy_last_year(state: Interview) -> _Taken:
    """Last year's answer as today's; what was already entered today stays, beside or before it."""
    last, now = state.before, state.answer
    if last is None or last.level is None:
        return state, [Say(N_("There is no answer of last year to copy."))]
    kept = now.model_copy(
        update={
            "note": now.note or last.note,
            "internal_note": now.internal_note or last.internal_note,
            "evidence": (*now.evidence, *(each for each in last.evidence if each not in now.evidence)),
            "target": now.target or last.target,
        }
    )
    reason = last.reason if last.level in WORDS else None
    return _done(*_put(state, answering.with_level(state.plan, state.place, kept, last.level, state.today, reason)))


def _show_directive(state: Interview) -> _Taken:
    return state, [Show("directive")]


def _ask_clear(state: Interview) -> _Taken:
    if state.id not in state.answers:
        return state, [Say(N_("There is no answer to clear."))]
    return _ask(state, Ask.CLEAR), []


def _take_clear(state: Interview, typed: str) -> _Taken:
    if typed == "x":
        old = state.answers[state.id]
        others = {id_: answer for id_, answer in state.answers.items() if id_ != state.id}
        new = answering.cleared(old)
        answers = {**others, state.id: new} if new else others
        state = replace(_ask(state, Ask.LEVEL), answers=answers)
        return state, [Save(state.id, old, new), Say(N_("{id} cleared"), {"id": state.id}), Show("screen")]
    if not typed:
        return _ask(state, Ask.LEVEL), [Say(N_("Nothing was cleared."))]
    return state, [Say(N_("x clears the answer, Enter leaves it."))]


# Going about.


def _forward(state: Interview) -> _Taken:
    """On to the next indicator of the walk; at a pillar's end and the whole's, the totals."""
    effects = _unsaved_title(state)
    here = state.place
    following = next((id_ for id_ in state.walk if state.plan.places[id_].number > here.number), None)
    if following is None or state.plan.places[following].pillar != here.pillar:
        effects.append(Show("totals", here.pillar.id))
    if following is None:
        return state, [*effects, Show("totals"), End(finished=True)]
    return _go(state, following, effects)


def _back(state: Interview) -> _Taken:
    here = state.place.number
    earlier = [id_ for id_ in state.walk if state.plan.places[id_].number < here]
    if not earlier:
        return state, [Say(N_("This is the first indicator."))]
    return _go(state, earlier[-1], _unsaved_title(state))


def _go(state: Interview, id_: str, effects: list[Effect]) -> _Taken:
    state = replace(state, id=id_, ask=Ask.LEVEL, word=None, title="", given=(), hits=())
    return state, [*effects, Show("screen")]


def _unsaved_title(state: Interview) -> list[Effect]:
    if not state.title:
        return []
    message = N_("Evidence “{title}” of {id} was not saved: its type is missing.")
    return [Say(message, {"title": state.title, "id": state.id})]


def _jump(state: Interview, typed: str) -> _Taken:
    """`g 14b`, or an id that has a letter; a bare number is only ever a level."""
    command, _, rest = typed.partition(" ")
    wanted = rest.strip() if command == "g" and rest else typed
    found = ids.resolve(state.plan, wanted) if (command == "g" and rest) or not typed.isdigit() else []
    if found:
        return _go(state, found[0], _unsaved_title(state))
    if command == "g" and rest:
        return state, [Say(N_("“{typed}” is no indicator; /word searches the texts."), {"typed": wanted})]
    scale = f"{state.plan.lowest}–{state.plan.top}"
    return state, [Say(N_("Allowed: {scale}, n, s, Enter, -, g ID, /word, =, d, x, ?, q."), {"scale": scale})]


def _search(state: Interview, word: str) -> _Taken:
    wanted = entries.fold(word)
    hits = tuple(
        id_
        for id_, place in state.plan.places.items()
        if wanted and wanted in entries.fold(f"{id_} {place.indicator.text} {place.directive.text}")
    )
    if not hits:
        return _ask(state, Ask.LEVEL), [Say(N_("No indicator speaks of “{word}”."), {"word": word.strip()})]
    return replace(_ask(state, Ask.SEARCH), hits=hits), [Show("hits")]


def _take_search(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _ask(state, Ask.LEVEL), []
    if typed[0] == "/":
        return _search(state, typed[1:])
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= len(state.hits):
        return _go(state, state.hits[int(typed) - 1], _unsaved_title(state))
    return state, [Say(N_("Allowed: a number from 1 to {most}, /word, Enter."), {"most": len(state.hits)})]


# After a level.


def _take_note(state: Interview, typed: str) -> _Taken:
    if typed == "e":
        return state, [Edit(state.answer.note or "")]
    return _note_taken(state, typed)


def _note_taken(state: Interview, text: str) -> _Taken:
    effects: list[Effect] = []
    if text and text != state.answer.note:
        state, effects = _put_fields(state, note=text)
    if state.is_fall:
        return _ask(state, Ask.FALL_REASON), effects
    return _to_evidence(state, effects)


def _take_word_reason(state: Interview, typed: str) -> _Taken:
    word, old = state.word, state.answer
    reason = typed or (old.reason if old.level == word else None)
    if word is None or not reason:
        return state, [_reason_needed()]
    return _done(*_put(state, answering.with_level(state.plan, state.place, old, word, state.today, reason)))


def _take_fall_reason(state: Interview, typed: str) -> _Taken:
    if not typed and not state.answer.reason:
        return state, [_reason_needed()]
    if not typed:
        return _to_evidence(state, [])
    return _to_evidence(*_put_fields(state, reason=typed))


def _reason_needed() -> Say:
    return Say(N_("Here a reason is needed; - goes back to the level."))


def _done(state: Interview, effects: list[Effect]) -> _Taken:
    """Say that the indicator is done, and go on."""
    done = Done(state.id)
    state, more = _forward(state)
    return state, [*effects, done, *more]


# Evidence.


def _to_evidence(state: Interview, effects: list[Effect]) -> _Taken:
    return _ask(state, Ask.TYPE if state.title else Ask.TITLE), effects


def _take_title(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _done(state, [])
    title, *given = [part.strip() for part in typed.split("|")]
    if not title:
        return state, [Say(N_("The title comes first: title | type | date | issuer | where."))]
    if len(given) > len(_EVIDENCE):
        return state, [Say(N_("Too many “|”: title | type | date | issuer | where | audience."))]
    return replace(state, title=_one_line(title), given=tuple(given), ask=Ask.TYPE), []


def _take_given(state: Interview, effects: list[Effect]) -> _Taken:
    """Take the fields that were typed ahead, up to the first that is missing or does not pass: that one is asked."""
    while state.given and state.ask in _EVIDENCE:
        question, typed = state.ask, state.given[0]
        state = replace(state, given=state.given[1:])
        if question is Ask.TYPE and not typed:
            break
        state, more = _TAKE[question](state, typed)
        effects = effects + more
        if state.ask is question:
            break
    return state, effects


def _take_type(state: Interview, typed: str) -> _Taken:
    found = entries.evidence_type(typed)
    if found is None:
        return state, [Say(N_("Allowed: a official act, b internal document, c third party, d statement."))]
    evidence = (*state.answer.evidence, Evidence(title=state.title, type=found))
    state, effects = _put_fields(replace(state, title=""), evidence=evidence)
    return _ask(state, Ask.DATE), effects


def _take_date(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _ask(state, Ask.ISSUER), []
    found = entries.partial_date(typed)
    if found is None:
        return state, [Say(N_("Allowed: 2026-03-01, 2026-03, 2026, 01/03/2026 (day first), Enter."))]
    echo: list[Effect] = [] if found == typed else [Say(N_("Date: {date}"), {"date": found})]
    state, effects = _put_evidence(state, date=found)
    return _ask(state, Ask.ISSUER), [*effects, *echo]


def _take_issuer(state: Interview, typed: str) -> _Taken:
    state, effects = _put_evidence(state, issuer=_one_line(typed)) if typed else (state, [])
    return _ask(state, Ask.WHERE), effects


def _take_where(state: Interview, typed: str) -> _Taken:
    """A web address, or else where the paper lies."""
    where = "url" if entries.is_url(typed) else "reference"
    state, effects = _put_evidence(state, **{where: _one_line(typed)}) if typed else (state, [])
    return _ask(state, Ask.AUDIENCE), effects


def _take_audience(state: Interview, typed: str) -> _Taken:
    found = entries.audience(typed)
    if found is None:
        return state, [Say(N_("Allowed: p public, i internal, Enter = public."))]
    state, effects = _put_evidence(state, audience=found) if found != "public" else (state, [])
    return replace(state, ask=Ask.TITLE, given=()), effects


def _one_line(text: str) -> str:
    """A pasted text of several lines on one."""
    return " ".join(text.split())


def _put_evidence(state: Interview, **fields: str) -> _Taken:
    """Add to the piece of evidence that is being entered: the last."""
    *others, last = state.answer.evidence
    return _put_fields(state, evidence=(*others, last.model_copy(update=fields)))


_AT_LEVEL: Final = {"=": _copy_last_year, "d": _show_directive, "x": _ask_clear}
_TAKE: Final = {
    Ask.LEVEL: _take_level,
    Ask.CLEAR: _take_clear,
    Ask.SEARCH: _take_search,
    Ask.NOTE: _take_note,
    Ask.WORD_REASON: _take_word_reason,
    Ask.FALL_REASON: _take_fall_reason,
    Ask.TITLE: _take_title,
    Ask.TYPE: _take_type,
    Ask.DATE: _take_date,
    Ask.ISSUER: _take_issuer,
    Ask.WHERE: _take_where,
    Ask.AUDIENCE: _take_audience,
}
