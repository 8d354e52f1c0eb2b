"""From one edition of a plan to the next: what becomes of each answer.

What the newer edition calls the same, reworded or rescaled is carried over, levels by its map. What it split or merged
has to be answered anew: no level is ever guessed, but what was said without one (notes, evidence) goes along. What has
no place in the newer edition is `left`, so that whoever writes the file can keep it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from trata_cli.method import ids
from trata_cli.method.checks import judgements
from trata_cli.method.comparability import Step, origins, steps
from trata_cli.method.totals import State, state
from trata_cli.model.assessment import Answer, Assessment, Part, PlanReference, Statement
from trata_cli.model.comparability import COMPARABLE, ChangeKind
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Pointer

Fate = Literal["carried", "re-read", "to-answer", "left", "unanswered"]
"""What became of the answers to an indicator: carried as they are; carried, but given to other words; to be given anew;
without a place in the newer edition; or there were none and none is missing that was not missing before."""

_WITHOUT_LEVEL: Final = ("note", "internal_note", "evidence")
"""What an answer says that holds whatever its level."""
_Judgement = TypeVar("_Judgement", Answer, Statement)


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator from one edition to the next, and where it stands in the file of each.

    `id` is its new id, of a retired one nothing; `was` its old ids, `before` where each of them stood, and `answers`
    those of them of which the old file says anything.
    """

    id: str | None
    was: tuple[str, ...]
    answers: tuple[str, ...]
    change: ChangeKind
    before: tuple[State, ...]
    now: State | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Migration:
    """An assessment carried over, a row for every indicator of both editions, and what the new file does not say.

    `left` is in the shape of a file: the fields and entries of the old one that have no place in the new one.
    """

    assessment: Assessment
    rows: tuple[Row, ...]
    left: Mapping[str, Any]

    def answers(self, *fates: Fate) -> frozenset[str]:
        """The old ids with an answer of which one of these became."""
        return frozenset(old_id for row in self.rows if row.fate in fates for old_id in row.answers)


def undefined(assessment: Assessment, new: Plan, old: Plan) -> Iterator[tuple[Pointer, int]]:
    """Levels of answers, statements and targets for which the newer edition has no counterpart, each with its place."""
    maps = {origin.old_id: origin.levels for origin in (origins(new, old) or {}).values()}
    for pointer, said in judgements(assessment):
        levels = maps.get(str(pointer[1]))
        for at, level in (("level",), said.level), (("target", "level"), said.target and said.target.level):
            if levels is not None and isinstance(level, int) and level not in levels:
                yield (*pointer, *at), level


def migrate(assessment: Assessment, new: Plan, old: Plan) -> Migration:
    """An assessment of one edition as one of the next.

    `new` has to say without error what became of each indicator of `old` (`comparability.check`), and no level may be
    `undefined`. The result is a draft: what was reviewed or signed were the answers to the edition before.
    """
    every = steps(new, old)
    answers, left_answers = _answers(assessment.answers, every, new, old)
    heirs = _heirs(every)
    assignments = {who: _renamed(names, heirs, new, old) for who, names in assessment.assignments.items()}
    changes: dict[str, Any] = {
        "plan": PlanReference(id=new.id, version=new.version),
        "status": "draft",
        "part": _part(assessment.part, heirs, new, old),
        "assignments": {who: names for who, names in assignments.items() if names or not assessment.assignments[who]},
        "final": None,
        "answers": answers,
    }
    left = {
        "status": assessment.status if assessment.status != "draft" else None,
        "part": {"ids": _lost(assessment.part.ids, heirs, new, old)} if assessment.part else None,
        "assignments": {who: _lost(names, heirs, new, old) for who, names in assessment.assignments.items()},
        "final": assessment.final.model_dump(exclude_none=True) if assessment.final else None,
        "answers": left_answers,
    }
    rows = (_row(step, assessment.answers, answers, new, old) for step in every)
    return Migration(assessment.model_copy(update=changes), tuple(rows), _without_nothing(left))


def _row(step: Step, then: Mapping[str, Answer], now: Mapping[str, Answer], new: Plan, old: Plan) -> Row:
    before = tuple(state(then.get(old_id), old) for old_id in step.was)
    stands = None if step.id is None else state(now.get(step.id), new)
    found = tuple(old_id for old_id in step.was if old_id in then)
    return Row(step.id, step.was, found, step.change, before, stands, _fate(step, found))


def _fate(step: Step, found: Collection[str]) -> Fate:
    if step.change in ("split", "merged", "new"):
        return "to-answer"
    if not found:
        return "unanswered"
    if step.change == "retired":
        return "left"
    return "re-read" if step.read_again else "carried"


# The answers.


def _answers(
    then: Mapping[str, Answer], every: Iterable[Step], new: Plan, old: Plan
) -> tuple[dict[str, Answer], dict[str, dict[str, Any]]]:
    """The answers of the new file, in its plan's order, and by their old ids what of the old ones is not in it."""
    now: dict[str, Answer] = {}
    left: dict[str, dict[str, Any]] = {}
    carried = origins(new, old) or {}
    for step in every:
        found = {old_id: then[old_id] for old_id in step.was if old_id in then}
        if step.id is not None and step.change in COMPARABLE:
            for answer in found.values():
                now[step.id] = _with_levels(answer, carried[step.id].levels)
            continue
        if step.id is not None and (kept := _without_levels(found)):
            now[step.id] = kept
        kept_fields = {*_WITHOUT_LEVEL} if step.id is not None else set()
        left |= {each: answer.model_dump(exclude_unset=True, exclude=kept_fields) for each, answer in found.items()}
    return now, {old_id: left[old_id] for old_id in old.places if left.get(old_id)}


def _with_levels(said: _Judgement, levels: Mapping[int, int]) -> _Judgement:
    """An answer or a statement on the newer scale; the two words stay what they are."""
    changes: dict[str, Any] = {}
    if isinstance(said.level, int):
        changes["level"] = levels[said.level]
    if said.target:
        changes["target"] = said.target.model_copy(update={"level": levels[said.target.level]})
    if isinstance(said, Answer) and said.statements:
        changes["statements"] = tuple(_with_levels(each, levels) for each in said.statements)
    return said.model_copy(update=changes)


def _without_levels(found: Mapping[str, Answer]) -> Answer | None:
    """What several answers, or one, say that holds whatever the level; nothing where they say no such thing."""
    kept = {
        "note": _joined({id_: answer.note for id_, answer in found.items() if answer.note}),
        "internal_note": _joined({id_: answer.internal_note for id_, answer in found.items() if answer.internal_note}),
        "evidence": tuple(dict.fromkeys(each for answer in found.values() for each in answer.evidence)),
    }
    said = {field: value for field, value in kept.items() if value}
    return Answer.model_validate(said) if said else None


def _joined(texts: Mapping[str, str]) -> str | None:
    """One text as it is; of several, each behind the id of which it speaks."""
    if len(texts) < 2:
        return next(iter(texts.values()), None)
    return "\n".join(f"{id_}: {text}" for id_, text in texts.items())


# Who answers what.


def _heirs(every: Iterable[Step]) -> dict[str, list[str]]:
    """The new ids that became of each old one: none of a retired one, several of one that was split."""
    heirs: dict[str, list[str]] = {}
    for step in every:
        for old_id in step.was:
            heirs.setdefault(old_id, []).extend([step.id] if step.id is not None else [])
    return heirs


def _renamed(names: Iterable[str], heirs: Mapping[str, Sequence[str]], new: Plan, old: Plan) -> tuple[str, ...]:
    """Ids and pillar ids as the newer edition has them, each once."""
    pillars = {pillar.id for pillar in new.pillars}
    found: dict[str, None] = {}
    for name in names:
        if name in pillars and name not in old.places:  # with what else it was, where that has moved to another one
            moved = _heirs_of(name, heirs, old)
            found |= dict.fromkeys((name, *(id_ for id_ in moved if new.places[id_].pillar.id != name)))
        else:
            found |= dict.fromkeys(_heirs_of(name, heirs, old))
    return tuple(found)


def _heirs_of(name: str, heirs: Mapping[str, Sequence[str]], old: Plan) -> list[str]:
    return [id_ for old_id in ids.expand(old, [name]) for id_ in heirs[old_id]]


def _lost(names: Iterable[str], heirs: Mapping[str, Sequence[str]], new: Plan, old: Plan) -> list[str]:
    """Names of which the newer edition has nothing."""
    return [name for name in names if not _renamed([name], heirs, new, old)]


def _part(part: Part | None, heirs: Mapping[str, Sequence[str]], new: Plan, old: Plan) -> Part | None:
    return part and part.model_copy(update={"ids": _renamed(part.ids, heirs, new, old)})


def _without_nothing(left: Mapping[str, Any]) -> dict[str, Any]:
    """Data without the mappings and lists in which nothing is left."""
    kept = {key: _without_nothing(each) if isinstance(each, Mapping) else each for key, each in left.items()}
    return {key: each for key, each in kept.items() if each not in (None, {}, [], ())}
