"""What all questions of an interview can do: put an answer, ask something else, go about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from trata_cli.i18n import N_
from trata_cli.method import guards
from trata_cli.method.dialogue import NOTHING, Ask, Done, Effect, End, Interview, Save, Say, Show
from trata_cli.model.assessment import Answer

Taken = tuple[Interview, list[Effect]]
"""What taking a line leads to: the state after it, and what is to be done before the next question."""


def ask(state: Interview, question: Ask) -> Interview:
    """Ask something of the same indicator; a title that waits for its type goes on waiting."""
    return replace(state, ask=question, word=None, missing=(), piece=None, own=None, doubt=None)


def to_level(state: Interview, effects: list[Effect]) -> Taken:
    """Back to the level, with the screen: by now it may have scrolled away."""
    return ask(state, Ask.LEVEL), [*effects, Show("screen")]


def put(state: Interview, new: Answer) -> Taken:
    """Let an answer take the old one's place, and have it saved; one that says nothing any more is none."""
    old, now = state.answers.get(state.id), None if new == NOTHING else new
    state = state if old == now else remembering(state)
    return replace(state, answers=with_answer(state.answers, state.id, now)), [Save(state.id, old, now)]


def put_fields(state: Interview, **fields: Any) -> Taken:
    """Change some fields of the answer, and have it saved."""
    return put(state, state.answer.model_copy(update=fields))


def remembering(state: Interview) -> Interview:
    """The state with the answer as it stands now kept for `u`, once in a visit."""
    if state.touched:
        return state
    return replace(state, undo=(*state.undo, (state.id, state.answers.get(state.id))), touched=True)


def forgetting(state: Interview, *ids: str) -> Interview:
    """The state without what `u` would make of answers that somebody else has changed: it is not for it to undo."""
    undo = tuple(each for each in state.undo if each[0] not in ids)
    return replace(state, undo=undo, touched=state.touched and state.id not in ids)


def with_answer(answers: Mapping[str, Answer], id_: str, answer: Answer | None) -> dict[str, Answer]:
    """Answers with another one in its place, or none."""
    others = {each: kept for each, kept in answers.items() if each != id_}
    return others if answer is None else {**others, id_: answer}


def forward(state: Interview) -> Taken:
    """On to the next indicator of the walk; at a pillar's end and the whole's, the totals."""
    effects: list[Effect] = [*unsaved_title(state)]
    here = state.place
    following = next((id_ for id_ in state.walk if state.plan.places[id_].number > here.number), None)
    if following is None or state.plan.places[following].pillar != here.pillar:
        effects.append(Show("totals", here.pillar.id))
    if following is None:
        return state, [*effects, Show("totals"), End(finished=True)]
    return go(state, following, effects)


def go(state: Interview, id_: str, effects: Sequence[Effect] | None = None) -> Taken:
    """Go to an indicator, and show its screen."""
    effects = unsaved_title(state) if effects is None else effects
    state = replace(ask(state, Ask.LEVEL), id=id_, title="", given=(), hits=(), touched=False)
    return state, [*effects, Show("screen")]


def unsaved_title(state: Interview) -> list[Say]:
    """A word on a title of evidence that was never saved, because its type is missing."""
    if not state.title:
        return []
    message = N_("Evidence “{title}” of {id} was not saved: its type is missing.")
    return [Say(message, {"title": state.title, "id": state.id})]


def done(state: Interview, effects: list[Effect]) -> Taken:
    """Say that the indicator is done, and whether something is missing under its level; go on."""
    told: list[Effect] = [Done(state.id)]
    if guards.is_fulfilled_without_evidence(state.answer, state.plan):
        message = N_("{id}: level {level} without evidence other than statements; to add it: g {id}")
        told.append(Say(message, {"id": state.id, "level": state.answer.level}))
    state, more = forward(state)
    return state, [*effects, *told, *more]
