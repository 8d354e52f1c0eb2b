"""Two editions of a plan: which indicators can be compared, what changed in each, and whether the plan says so.

`origins` is what everything that looks across years goes by; `check` finds where a plan's own word on its
comparability (`model.comparability`) and the texts of the two editions disagree; `steps` lines both up to be shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trata_cli.model.comparability import COMPARABLE, ChangeKind, Comparability, IndicatorChange
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Pointer

Part = Literal[
    "pillar", "directive", "text", "guidance", "kind", "renewal", "descriptor", "short", "proof",
    "threshold", "level-name", "reading-rules",
]  # fmt: skip
"""What of an indicator, or (the last three) of the plan as a whole, is not as it was."""
READ: Final[frozenset[Part]] = frozenset({"directive", "text", "guidance", "descriptor"})
"""What the fingerprint of the wording covers: where one of them differs, an answer was given to other words."""
_AT: Final[Pointer] = ("comparability", "indicators")


@dataclass(frozen=True, slots=True)
class Origin:
    """What an indicator was in the edition before: its id there, and what each of that edition's levels is now.

    An old level that `levels` lacks has no counterpart: an answer at that level can't be compared.
    """

    old_id: str
    levels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A text or value that is not as it was; `level` where it is one of a level. What was or is not there is empty."""

    part: Part
    old: str
    new: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an indicator from one edition to the next.

    `id` is its new id, of a retired one nothing; `was` its old ids. `change` is what the plan declares, or where
    `declared` is false what its texts show and the plan does not say. `differences` are those from its one old
    indicator; a merged, new or retired one has none.
    """

    id: str | None
    was: tuple[str, ...]
    change: ChangeKind
    declared: bool
    comparable: bool
    reason: str | None
    levels: Mapping[int, int]
    differences: tuple[Difference, ...]

    @property
    def read_again(self) -> bool | None:
        """Whether old answers were given to other words; nothing where no answer carries over."""
        return is_reworded(self.differences) if self.change in COMPARABLE else None

    @property
    def is_untouched(self) -> bool:
        """Whether there is nothing to tell: the same under the same id."""
        return self.change == "same" and self.was == (self.id,) and not self.differences


def follows(new: Plan, old: Plan) -> Comparability | None:
    """What a plan says of its comparability with this other one, if that is the edition before it."""
    said = new.comparability
    return said if said and (new.id, said.before) == (old.id, old.version) else None


def origins(new: Plan, old: Plan) -> Mapping[str, Origin] | None:
    """For each indicator of `new` that can be compared: what it was in `old`. In the new plan's order.

    Both may be the same edition: then each indicator was itself. `None` where the editions say nothing of each
    other: other plans, editions that don't follow one another, or a newer one without `comparability`.
    """
    if (new.id, new.version) == (old.id, old.version):
        return {id_: Origin(id_, _identity(old)) for id_ in new.places}
    said = follows(new, old)
    if said is None:
        return None
    found = ((id_, _origin(said, id_, new, old)) for id_ in new.places)
    return {id_: origin for id_, origin in found if origin}


def _origin(said: Comparability, id_: str, new: Plan, old: Plan) -> Origin | None:
    """What an indicator was. On another scale nothing is compared without a map, whatever the plan says."""
    entry = said.indicators[id_]
    (old_id, *_) = said.origins(id_) or ("",)
    if entry.change not in COMPARABLE or old_id not in old.places:
        return None
    if entry.change == "rescaled":
        return Origin(old_id, entry.levels)
    return None if is_rescaled(new, old) else Origin(old_id, _identity(old))


def _identity(plan: Plan) -> dict[int, int]:
    return {level: level for level in sorted(plan.levels)}


def is_rescaled(new: Plan, old: Plan) -> bool:
    """Whether a level can't mean the same in both plans: others, or another threshold."""
    return new.levels.keys() != old.levels.keys() or new.fulfilled_from != old.fulfilled_from


def is_reworded(differences: Iterable[Difference]) -> bool:
    """Whether any of what was read for an answer differs."""
    return any(difference.part in READ for difference in differences)


# What is not as it was.


def differences(new: Plan, id_: str, old: Plan, old_id: str) -> tuple[Difference, ...]:
    """All in which an indicator differs from another plan's, in the order in which people read it."""
    before, now = _facts(old, old_id), _facts(new, id_)
    keys = sorted(before.keys() | now.keys(), key=_reading_order)
    return _differing((part, level, before.get((part, level)), now.get((part, level))) for part, level in keys)


def of_whole(new: Plan, old: Plan) -> tuple[Difference, ...]:
    """In what two plans differ as wholes: the threshold, the names of the levels, the rules of reading."""
    levels = sorted(new.levels.keys() | old.levels.keys())
    return _differing(
        [
            ("threshold", None, str(old.fulfilled_from), str(new.fulfilled_from)),
            *(("level-name", level, old.levels.get(level), new.levels.get(level)) for level in levels),
            ("reading-rules", None, "\n".join(old.reading_rules), "\n".join(new.reading_rules)),
        ]
    )


_ORDER: Final[tuple[Part, ...]] = (
    *("pillar", "directive", "text", "guidance", "kind", "renewal"),
    *("descriptor", "short", "proof"),
)


def _reading_order(key: tuple[Part, int | None]) -> tuple[bool, int, int]:
    """What is of no level first, then level by level."""
    part, level = key
    return level is not None, level or 0, _ORDER.index(part)


def _facts(plan: Plan, id_: str) -> dict[tuple[Part, int | None], str | None]:
    """Each text and value of an indicator by what it is."""
    _, pillar, directive, indicator = plan.places[id_]
    facts: dict[tuple[Part, int | None], str | None] = {
        ("pillar", None): pillar.id,
        ("directive", None): directive.text,
        ("text", None): indicator.text,
        ("guidance", None): indicator.guidance,
        ("kind", None): indicator.kind,
        ("renewal", None): plan.renewal(indicator),
    }
    for level, descriptor in plan.descriptors(indicator).items():
        facts["descriptor", level] = descriptor.text
        facts["short", level] = descriptor.short
        facts["proof", level] = descriptor.proof
    return facts


def _differing(found: Iterable[tuple[Part, int | None, str | None, str | None]]) -> tuple[Difference, ...]:
    """Those that differ, however an accent is written."""
    pairs = ((part, level, _composed(before), _composed(now)) for part, level, before, now in found)
    return tuple(Difference(part, before, now, level) for part, level, before, now in pairs if before != now)


def _composed(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "")


# Whether the plan says so.


def check(new: Plan, old: Plan) -> Iterator[Finding]:
    """Where what a plan says of the edition before and the texts of the two disagree, or something is left out.

    `old` is the edition before (`follows`).
    """
    said = follows(new, old)
    if said is None:
        return
    for id_ in said.indicators:
        yield from _unknown_ids(said, id_, old)
        yield from _unknown_levels(said, id_, old)
        yield from _disagreement(said, id_, new, old)
        yield from _moves_over_the_threshold(said, id_, new, old)
    lost = _lost(said, old)
    if lost:
        yield Finding.of("indicator-lost", _AT, ids=", ".join(lost), version=old.version)


def _lost(said: Comparability, old: Plan) -> list[str]:
    """Old indicators that are neither carried on nor retired."""
    kept = {old_id for id_ in said.indicators for old_id in said.origins(id_)}
    return [old_id for old_id in old.places if old_id not in kept]


def _unknown_ids(said: Comparability, id_: str, old: Plan) -> Iterator[Finding]:
    entry, found = said.indicators[id_], said.origins(id_)
    if entry.was:
        places = {old_id: (*_AT, id_, "was", number) for number, old_id in enumerate(entry.was)}
        for old_id in found:
            if old_id not in old.places:
                yield Finding.of("unknown-old-indicator", places[old_id], found=old_id, version=old.version)
    elif found and id_ not in old.places:
        yield Finding.at_the_key("unknown-old-indicator", (*_AT, id_), found=id_, version=old.version)
    if id_ in old.places and id_ not in found:
        yield Finding.at_the_key("id-reused", (*_AT, id_), found=id_)


def _unknown_levels(said: Comparability, id_: str, old: Plan) -> Iterator[Finding]:
    scale = ", ".join(map(str, sorted(old.levels)))
    for level in said.indicators[id_].levels:
        if level not in old.levels:
            at = (*_AT, id_, "levels", level)
            yield Finding.at_the_key("unknown-old-level", at, found=level, version=old.version, expected=scale)


def _disagreement(said: Comparability, id_: str, new: Plan, old: Plan) -> Iterator[Finding]:
    """One entry against the texts: it says more or less than what changed."""
    entry = said.indicators[id_]
    if entry.change not in COMPARABLE or (old_id := said.origins(id_)[0]) not in old.places:
        return
    at = (*_AT, id_, "change")
    rescaled, reworded = is_rescaled(new, old), is_reworded(differences(new, id_, old, old_id))
    if rescaled and entry.change != "rescaled":
        yield Finding.of("not-rescaled", at, change=entry.change, version=old.version)
    elif reworded and entry.change == "same":
        yield Finding.of("not-the-same", at, id=old_id, version=old.version)
    elif entry.change != "same" and not rescaled and not reworded:
        yield Finding.of("nothing-changed", at, change=entry.change, version=old.version)


def _moves_over_the_threshold(said: Comparability, id_: str, new: Plan, old: Plan) -> Iterator[Finding]:
    """Levels that were fulfilled and are not now, or the other way round, without anybody having done anything."""
    for before, now in said.indicators[id_].levels.items():
        known = before in old.levels and now in new.levels
        if known and old.is_fulfilled(before) != new.is_fulfilled(now):
            at = (*_AT, id_, "levels", before)
            yield Finding.of("fulfilment-moves", at, level=before, now=now, threshold=new.fulfilled_from)


# Both side by side.


def steps(new: Plan, old: Plan) -> list[Step]:
    """What became of every indicator, in the new plan's order, those that are gone after them in the old one's.

    What the plan does not declare is paired by id and told from the texts.
    """
    said = follows(new, old)
    comparable = origins(new, old) or {}
    found = [_step(said, id_, new, old, comparable=id_ in comparable) for id_ in new.places]
    kept = {old_id for step in found for old_id in step.was}
    return [*found, *(_gone(said, old_id) for old_id in old.places if old_id not in kept)]


def _step(said: Comparability | None, id_: str, new: Plan, old: Plan, *, comparable: bool) -> Step:
    entry = said.indicators[id_] if said else None
    was = said.origins(id_) if said else (id_,) if id_ in old.places else ()
    found = differences(new, id_, old, was[0]) if len(was) == 1 and was[0] in old.places else ()
    change, declared = _change(entry, was, found, new, old)
    reason, levels = (entry.reason, entry.levels) if entry else (None, {})
    return Step(id_, was, change, declared, comparable, reason, levels, found)


def _change(
    entry: IndicatorChange | None, was: tuple[str, ...], found: Iterable[Difference], new: Plan, old: Plan
) -> tuple[ChangeKind, bool]:
    """What became of an indicator, and whether the plan says so; that nothing changed need not be said."""
    if entry and entry.change not in ("same", "reworded"):
        return entry.change, True
    seen: ChangeKind = "same"
    if not was:
        seen = "new"
    elif is_rescaled(new, old):
        seen = "rescaled"
    elif is_reworded(found):
        seen = "reworded"
    if entry and seen in ("same", entry.change):
        return entry.change, True
    return seen, seen == "same"


def _gone(said: Comparability | None, old_id: str) -> Step:
    entry = said.indicators.get(old_id) if said else None
    declared = entry is not None and entry.change == "retired"
    return Step(None, (old_id,), "retired", declared, False, entry.reason if entry and declared else None, {}, ())
