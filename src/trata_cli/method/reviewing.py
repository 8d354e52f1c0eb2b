"""A reviewer's walk through what is answered: it agrees, or states its own level and why; the country's answer stays.

What a line means in the interview as well (going about, searching, help, leaving, what a save met) is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from trata_cli.i18n import N_
from trata_cli.method import entries, interview, totals
from trata_cli.method.dialogue import Ask, Done, Edit, Effect, Interview, Save, Say, statement_of
from trata_cli.method.interview import personal
from trata_cli.method.interview.moves import Taken, ask, forward, with_answer
from trata_cli.model.assessment import WORDS, Answer, Statement
from trata_cli.model.plan import Plan

_SHARED: Final = ("", "-", "?", "??", "q", "Q", "d", "D")
"""Lines that mean at an indicator what they mean in the interview."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers a reviewer agrees with, to how many it gives another level, and how many wait for it."""

    agreed: int
    differ: int
    waiting: int


def begin(plan: Plan, today: str, answers: Mapping[str, Answer], walk: Sequence[str], by: str) -> Interview:
    """The review of an institution over a walk (not empty), at the first indicator without a level of its own."""
    first = next((id_ for id_ in walk if verdict(answers.get(id_), by) is None), walk[0])
    return Interview(plan, today, answers, {}, tuple(walk), first, reviewer=by)


def is_answered(answer: Answer | None, plan: Plan) -> bool:
    """Whether the country has given a level or a word: else there is nothing to review."""
    return totals.state(answer, plan) not in (totals.UNANSWERED, totals.UNDECIDED)


def verdict(answer: Answer | None, by: str) -> Literal["agrees", "differs"] | None:
    """Whether a reviewer's level is the country's; nothing where it has not given one."""
    said = statement_of(answer, by)
    if answer is None or said is None or said.level is None:
        return None
    return "agrees" if said.level == answer.level else "differs"


def tally(state: Interview, pillar: str = "") -> Tally:
    """The review so far: of the answered indicators of the walk, or of those of one pillar."""
    walk = [id_ for id_ in state.walk if pillar in ("", state.plan.places[id_].pillar.id)]
    answers = [state.answers.get(id_) for id_ in walk]
    found = [verdict(answer, state.reviewer) for answer in answers if is_answered(answer, state.plan)]
    return Tally(found.count("agrees"), found.count("differs"), found.count(None))


def step(state: Interview, line: str) -> Taken:
    """Take one line: the state after it, and what is to be done before the next question."""
    typed, changed = entries.clean(line)
    take = _TAKE.get(state.ask)
    if take is None or typed in ("-", "?", "??", "q", "Q") or (changed and not typed):
        return interview.step(state, line)
    state, effects = personal.pointed_out(*take(state, typed))
    return state, [*_told(changed), *effects]


def take_note(state: Interview, text: str) -> Taken:
    """Take a comment that was written in the editor: all of it is text, and an empty one is none."""
    if state.ask is Ask.PERSONAL:
        return interview.take_note(state, text)
    comment, changed = entries.clean(text)
    state, effects = personal.pointed_out(*_commented(state, comment))
    return state, [*_told(changed), *effects]


def needs_comment(state: Interview) -> bool:
    """Whether the level that was given has to be explained: it is not the country's, or it is a word."""
    return state.own in WORDS or state.own != state.answer.level


def comment_so_far(state: Interview) -> str:
    """The comment that the reviewer has made already with the level that it gives now."""
    said = statement_of(state.answer, state.reviewer)
    if said is None or said.level != state.own:
        return ""
    return (said.reason if said.level in WORDS else said.note) or ""


def _told(changed: bool) -> list[Effect]:
    return [Say(interview.CLEANED)] if changed else []


def _take_level(state: Interview, typed: str) -> Taken:
    level = state.answer.level if typed in ("a", "A") else entries.level(state.plan, typed)
    if level is None and typed not in ("a", "A"):
        return _go_about(state, typed)
    if level is None or not is_answered(state.answer, state.plan):
        return state, [Say(N_("{id} has no answer yet: there is nothing to review."), {"id": state.id})]
    state = replace(ask(state, Ask.NOTE), own=level)
    if needs_comment(state):
        return state, []
    return _put(state, comment_so_far(state))


def _go_about(state: Interview, typed: str) -> Taken:
    searches = typed[:1] == "/" and typed[1:].strip()
    goes = typed[:2] in ("g ", "G ") or (typed and interview.named(state.plan, typed))
    if typed in _SHARED or searches or goes:
        return interview.step(state, typed)
    scale = f"{state.plan.lowest}–{state.plan.top}"
    return state, [Say(N_("Allowed: a, {scale}, n, s, Enter, -, g ID, /word, d, ?, q."), {"scale": scale})]


def _take_comment(state: Interview, typed: str) -> Taken:
    if typed in ("e", "E"):
        return state, [Edit(comment_so_far(state))]
    return _commented(state, typed or comment_so_far(state))


def _commented(state: Interview, comment: str) -> Taken:
    if not comment and needs_comment(state):
        return state, [Say(N_("Here a comment is needed; - goes back to the level."))]
    state, saved = _put(state, comment)
    done = Done(state.id)
    state, more = forward(state)
    return state, [*saved, done, *more]


def _put(state: Interview, comment: str) -> Taken:
    """Have the statement saved, with the level that was given: it alone, so that nothing else can change on disk."""
    old = statement_of(state.answer, state.reviewer)
    said = old or Statement(by=state.reviewer, role="reviewer")
    if said.level != state.own:  # what was said of another level
        said = said.model_copy(update={"note": None, "reason": None})
    field = "reason" if state.own in WORDS else "note"
    new = said.model_copy(update={"level": state.own, field: comment or None, "date": state.today})
    statements = tuple(new if each is old else each for each in state.answer.statements)
    answer = state.answer.model_copy(update={"statements": statements if old else (*statements, new)})
    save = Save(state.id, Answer(statements=(old,) if old else ()), Answer(statements=(new,)))
    return replace(state, answers=with_answer(state.answers, state.id, answer)), [save]


_TAKE: Final = {Ask.LEVEL: _take_level, Ask.NOTE: _take_comment}
