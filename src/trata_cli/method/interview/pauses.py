"""What a save met: a disk that would not take it, or somebody else's change to the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trata_cli.i18n import N_
from trata_cli.method.dialogue import NOTHING, Ask, Effect, Interview, Move, Pause, Save, Say, Show
from trata_cli.method.interview.moves import Taken, forgetting, go, to_level, with_answer
from trata_cli.model.assessment import Answer


def not_saved(state: Interview, save: Save, then: Sequence[Effect], *, is_gone: bool = False) -> Interview:
    """The state after a save that failed: the answer is kept, and asked is whether to try again, or where else.

    `then` are the effects that were to follow; `is_gone` says that the file itself is no more there.
    """
    return replace(state, ask=Ask.UNSAVED, pause=Pause(save, tuple(then), state.ask, is_gone))


def changed_elsewhere(
    state: Interview, save: Save, then: Sequence[Effect], theirs: Answer | None
) -> tuple[Interview, list[Effect]]:
    """The state after a save that found the same answer changed by somebody else: both are shown, one is chosen.

    The choice is between what the country says; statements of others stay as they are in the file.
    """
    kept = theirs.statements if theirs else ()
    if save.new or kept:
        save = replace(save, new=(save.new or NOTHING).model_copy(update={"statements": kept}))
    pause = Pause(save, tuple(then), state.ask, theirs=theirs)
    answers = with_answer(state.answers, save.id, save.new)
    return replace(state, answers=answers, ask=Ask.CONFLICT, pause=pause), [Show("conflict")]


def refreshed(state: Interview, answers: Mapping[str, Answer], mine: str) -> Interview:
    """The state with what others have answered in the meantime; the answer that is being saved stays one's own."""
    others = {*answers, *state.answers} - {mine}
    changed = (id_ for id_ in others if answers.get(id_) != state.answers.get(id_))
    return replace(forgetting(state, *changed), answers=with_answer(answers, mine, state.answers.get(mine)))


def take_unsaved(state: Interview, typed: str) -> Taken:
    """Enter tries once more; anything else is the path of another file."""
    pause = state.pause
    if pause is None:
        return to_level(state, [])
    if typed == "-":
        return state, [Say(N_("Allowed: Enter, the path of a new file, q."))]
    state = replace(state, ask=pause.ask, pause=None)
    move: list[Effect] = [Move(typed)] if typed or pause.is_gone else []
    return state, [*move, pause.save, *pause.then]


def take_conflict(state: Interview, typed: str) -> Taken:
    """`1` takes what stands in the file, `2` what was answered here."""
    pause = state.pause
    if pause is None:
        return to_level(state, [])
    if typed not in ("1", "2"):
        return state, [Say(N_("Allowed: 1 what stands in the file, 2 your answer."))]
    id_ = pause.save.id
    state = forgetting(replace(state, ask=pause.ask, pause=None), id_)
    if typed == "2":
        state = replace(state, undo=(*state.undo, (id_, pause.theirs)), touched=state.touched or state.id == id_)
        return state, [replace(pause.save, old=pause.theirs), *pause.then]
    return go(replace(state, answers=with_answer(state.answers, id_, pause.theirs)), id_)
