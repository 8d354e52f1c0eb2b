"""The interview as a pure step: (state, line) → state and what is to be done.

Nothing here reads, writes or prints: a step yields the effects (save this answer, show that, say this), and the loop in
`commands` carries them out in their order, before it asks the next question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import zip_longest
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


_DETAILS: Final = (Ask.DATE, Ask.ISSUER, Ask.WHERE, Ask.AUDIENCE)
"""What is asked of a piece of evidence after its title and type, in the order of its one-line form."""
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

    `last_year` are the answers of `year_before`. `word` waits for its reason; `title` (of evidence) for its type, and
    with it the details `given` behind it with `|`; `missing` are the details still to be asked, `hits` a search's
    results. Everything else that was entered is in `answers`, and on disk.
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
    year_before: int | None = None,
) -> Interview:
    """An interview over a walk (not empty) that resumes at its first unanswered or undecided indicator."""
    waiting = (totals.UNANSWERED, totals.UNDECIDED)
    first = next((id_ for id_ in walk if totals.state(answers.get(id_), plan) in waiting), walk[0])
    return Interview(plan, today, answers, last_year, tuple(walk), first, year_before)


def half_done(state: Interview) -> list[str]:
    """Indicators of the walk at which something was left out on the way.

    These are answers without a level, words or falls without their reason, levels with neither note nor evidence, or
    at the threshold without evidence, and evidence that nobody could find. Where one was about to go on with is the
    file's to tell only by its order: right before the place at which the walk resumes, any missing evidence counts.
    """
    at = state.walk.index(state.id)
    last = state.walk[at - 1] if at else ""
    return [id_ for id_ in state.walk if id_ in state.answers and _is_half_done(state, id_, is_last=id_ == last)]


def _is_half_done(state: Interview, id_: str, *, is_last: bool) -> bool:
    answer = state.answers[id_]
    if answer.level is None:
        return bool(answer.note or answer.reason or answer.evidence)
    if answer.level in WORDS:
        return not answer.reason
    if answering.is_fall(answer, state.last_year.get(id_)) and not answer.reason:
        return True
    if answer.evidence:
        return any(not (each.date or each.issuer or each.where) for each in answer.evidence)
    is_fulfilled = isinstance(answer.level, int) and state.plan.is_fulfilled(answer.level)
    return is_fulfilled or is_last or not answer.note


def step(state: Interview, line: str) -> tuple[Interview, list[Effect]]:
    """Take one line: the state after it, and what is to be done before the next question."""
    typed, changed = entries.clean(line)
    told: list[Effect] = [Say(_CLEANED)] if changed else []
    if changed and not typed:
        return state, told  # nobody meant Enter: the same question
    state, effects = _command(state, typed) or _TAKE[state.ask](state, typed)
    return state, told + effects


def leave(state: Interview) -> list[Say]:
    """What is to be said when the interview ends here, by whatever way."""
    return _unsaved_title(state)


def take_note(state: Interview, text: str) -> tuple[Interview, list[Effect]]:
    """Take a note that was written in the editor: all of it is text, none of it a command."""
    cleaned, changed = entries.clean(text)
    told: list[Effect] = [Say(_CLEANED)] if changed else []
    if not cleaned and state.answer.note:
        state, effects = _put_fields(state, note=None)
        return _after_note(state, [*told, *effects, Say(N_("The note was taken out."))])
    state, effects = _note_taken(state, cleaned)
    return state, told + effects


_Taken = tuple[Interview, list[Effect]]
_CLEANED: Final = N_("Characters that no text can hold were left out, foreign line ends replaced.")


def _command(state: Interview, typed: str) -> _Taken | None:
    """The commands that stand alone at every prompt."""
    if typed in ("q", "Q"):
        return state, [*leave(state), End(finished=False)]
    if typed == "?":
        return state, [Show("help")]
    if typed == "-":
        return _back(state) if state.ask is Ask.LEVEL else _to_level(state, [])
    return None


def _ask(state: Interview, question: Ask) -> Interview:
    """Ask something of the same indicator; a title that waits for its type goes on waiting."""
    return replace(state, ask=question, word=None, missing=())


def _to_level(state: Interview, effects: list[Effect]) -> _Taken:
    """Back to the level, with the screen: by now it may have scrolled away."""
    return _ask(state, Ask.LEVEL), [*effects, Show("screen")]


# The level prompt.


def _take_level(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _forward(state)
    found = entries.level(state.plan, typed)
    if isinstance(found, int):
        return _level_given(state, found)
    if found:
        return replace(state, ask=Ask.WORD_REASON, word=found), []
    if typed[0] == "/" and typed[1:].strip():
        return _search(state, typed[1:])
    if typed.casefold() in _AT_LEVEL:
        return _AT_LEVEL[typed.casefold()](state)
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
    if not typed:
        return _ask(state, Ask.LEVEL), [Say(N_("Nothing was cleared."))]
    if typed not in ("x", "X"):
        return state, [Say(N_("x clears the answer, Enter leaves it."))]
    lost, old = _unsaved_title(state), state.answers[state.id]
    others = {id_: answer for id_, answer in state.answers.items() if id_ != state.id}
    new = answering.cleared(old)
    state = replace(state, answers={**others, state.id: new} if new else others, title="", given=())
    return _to_level(state, [*lost, Save(state.id, old, new), Say(N_("{id} cleared"), {"id": state.id})])


# Going about.


def _forward(state: Interview) -> _Taken:
    """On to the next indicator of the walk; at a pillar's end and the whole's, the totals."""
    effects: list[Effect] = [*_unsaved_title(state)]
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
    return _go(state, earlier[-1])


def _go(state: Interview, id_: str, effects: Sequence[Effect] | None = None) -> _Taken:
    effects = _unsaved_title(state) if effects is None else effects
    state = replace(state, id=id_, ask=Ask.LEVEL, word=None, title="", given=(), missing=(), hits=())
    return state, [*effects, Show("screen")]


def _unsaved_title(state: Interview) -> list[Say]:
    if not state.title:
        return []
    message = N_("Evidence “{title}” of {id} was not saved: its type is missing.")
    return [Say(message, {"title": state.title, "id": state.id})]


def _named(plan: Plan, typed: str) -> str | None:
    """The indicator that `g 14b` or an id with a letter means; a bare number is only ever a level."""
    found = [] if typed.isdigit() else ids.resolve(plan, typed)
    if not found and typed[0] in "gG":
        found = ids.resolve(plan, typed[1:])
    return found[0] if found else None


def _jump(state: Interview, typed: str) -> _Taken:
    if found := _named(state.plan, typed):
        return _go(state, found)
    command, _, wanted = typed.partition(" ")
    if command in ("g", "G") and wanted:
        return state, [Say(N_("“{typed}” is no indicator; /word searches the texts."), {"typed": wanted.strip()})]
    scale = f"{state.plan.lowest}–{state.plan.top}"
    return state, [Say(N_("Allowed: {scale}, n, s, Enter, -, g ID, /word, =, d, x, ?, q."), {"scale": scale})]


def _search(state: Interview, word: str) -> _Taken:
    wanted = entries.fold(word)
    hits = tuple(
        id_
        for id_, place in state.plan.places.items()
        if wanted in entries.fold(f"{id_} {place.indicator.text} {place.directive.text}")
    )
    if not hits:
        return state, [Say(N_("No indicator speaks of “{word}”."), {"word": word.strip()})]
    return replace(_ask(state, Ask.SEARCH), hits=hits), [Show("hits")]


def _take_search(state: Interview, typed: str) -> _Taken:
    if not typed:
        return _to_level(state, [])
    if typed[0] == "/" and typed[1:].strip():
        return _search(state, typed[1:])
    most = min(len(state.hits), MOST_HITS)
    if typed in (numbers := [str(number) for number in range(1, most + 1)]):
        return _go(state, state.hits[numbers.index(typed)])
    if found := _named(state.plan, typed):
        return _go(state, found)
    return state, [Say(N_("Allowed: a number from 1 to {most}, /word, Enter."), {"most": most})]


# After a level.


def _take_note(state: Interview, typed: str) -> _Taken:
    if typed in ("e", "E"):
        return state, [Edit(state.answer.note or "")]
    return _note_taken(state, typed)


def _note_taken(state: Interview, text: str) -> _Taken:
    effects: list[Effect] = []
    if text and text != state.answer.note:
        state, effects = _put_fields(state, note=text)
    return _after_note(state, effects)


def _after_note(state: Interview, effects: list[Effect]) -> _Taken:
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
    """A title, or all in one line with `|`: then only what is missing is asked."""
    if not typed:
        return _done(state, [])
    title, *given = [_one_line(part) for part in typed.split("|")]
    if not title:
        return state, [Say(N_("The title comes first: title | type | date | issuer | where."))]
    if len(given) > 1 + len(_DETAILS):
        return state, [Say(N_("Too many “|”: title | type | date | issuer | where | audience."))]
    state = replace(_ask(state, Ask.TYPE), title=title, given=tuple(given[1:]))
    return _take_type(state, given[0]) if given and given[0] else (state, [])


def _take_type(state: Interview, typed: str) -> _Taken:
    """With its type a piece of evidence can be saved, and with it what was given behind its title."""
    found = entries.evidence_type(typed)
    if found is None:
        return state, [Say(N_("Allowed: a official act, b internal document, c third party, d statement."))]
    fields: dict[str, Any] = {}
    told: list[Effect] = []
    missing: list[Ask] = []
    for question, text in zip_longest(_DETAILS, state.given):
        detail = None if text is None else _detail(question, text)
        if detail is None:
            missing.append(question)
            told += [] if text is None or len(missing) > 1 else [Say(_ALLOWED[question])]
        else:
            fields.update(detail)
            told += _echo(question, text, detail)
    evidence = (*state.answer.evidence, Evidence(title=state.title, type=found, **fields))
    state, saved = _put_fields(replace(state, title="", given=()), evidence=evidence)
    return _to_missing(replace(state, missing=tuple(missing)), [*saved, *told])


def _to_missing(state: Interview, effects: list[Effect]) -> _Taken:
    """Ask for the next detail that is missing; after the last, for the next piece of evidence."""
    question, *missing = *state.missing, Ask.TITLE
    return replace(state, ask=question, missing=tuple(missing[:-1])), effects


def _take_detail(state: Interview, typed: str) -> _Taken:
    """A detail of the piece of evidence that is being entered: the last."""
    detail = _detail(state.ask, typed)
    if detail is None:
        return state, [Say(_ALLOWED[state.ask])]
    echo = _echo(state.ask, typed, detail)
    *others, last = state.answer.evidence
    changed = last.model_copy(update=detail)
    state, saved = _put_fields(state, evidence=(*others, changed)) if changed != last else (state, [])
    return _to_missing(state, [*saved, *echo])


def _detail(question: Ask, typed: str) -> dict[str, str] | None:
    """What a line says of a piece of evidence: nothing where it is empty, `None` where it is not allowed."""
    if not typed:
        return {}
    if question is Ask.DATE:
        date = entries.partial_date(typed)
        return {"date": date} if date else None
    if question is Ask.AUDIENCE:
        audience = entries.audience(typed)
        return {"audience": audience} if audience else None
    if question is Ask.ISSUER:
        return {"issuer": _one_line(typed)}
    return {"url" if entries.is_url(typed) else "reference": _one_line(typed)}


def _echo(question: Ask, typed: str, detail: Mapping[str, str]) -> list[Effect]:
    """A date that was typed otherwise is said back."""
    is_other = question is Ask.DATE and bool(typed) and typed != detail["date"]
    return [Say(N_("Date: {date}"), detail)] if is_other else []


def _one_line(text: str) -> str:
    """A pasted text of several lines on one."""
    return " ".join(text.split())


_ALLOWED: Final = {
    Ask.DATE: N_("Allowed: 2026-03-01, 2026-03, 2026, 01/03/2026 (day first), Enter."),
    Ask.AUDIENCE: N_("Allowed: p public, i internal, Enter = public."),
}
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
    **dict.fromkeys(_DETAILS, _take_detail),
}
