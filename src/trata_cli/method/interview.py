"""The interview as a pure step: (state, line) → state and what is to be done.

Nothing here reads, writes or prints: a step yields the effects (save this answer, show that, say this), and the loop in
`commands` carries them out in their order, before it asks the next question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from trata_cli.i18n import N_
from trata_cli.method import answering, entries, ids
from trata_cli.method.dialogue import MOST_HITS, Ask, Done, Edit, Effect, End, Interview, Save, Say, Show
from trata_cli.model.assessment import WORDS, Answer, Evidence
from trata_cli.model.plan import Plan

_DETAILS: Final = (Ask.DATE, Ask.ISSUER, Ask.WHERE, Ask.AUDIENCE)
"""What is asked of a piece of evidence after its title and type, in the order of its one-line form."""


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
    if not state.earlier:
        return state, [Say(N_("This is the first indicator."))]
    return _go(state, state.earlier[-1])


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
    title, *given = [entries.one_line(part) for part in typed.split("|")]
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
    if not state.missing:
        return replace(state, ask=Ask.TITLE), effects
    return replace(state, ask=state.missing[0], missing=state.missing[1:]), effects


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
        return {"issuer": entries.one_line(typed)}
    return {"url" if entries.is_url(typed) else "reference": entries.one_line(typed)}


def _echo(question: Ask, typed: str, detail: Mapping[str, str]) -> list[Effect]:
    """A date that was typed otherwise is said back."""
    is_other = question is Ask.DATE and bool(typed) and typed != detail["date"]
    return [Say(N_("Date: {date}"), detail)] if is_other else []


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
