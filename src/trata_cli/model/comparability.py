"""How an edition of a plan compares with the edition before: per indicator what became of it, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from trata_cli.model.problem import Pointer
from trata_cli.model.values import NUMBERS_AS_KEYS, Integer, Text, Value, numbers_as_keys

PlanFault = tuple[str, Pointer, dict[str, object]]
"""What can't be so in a plan: a rule's code, where, and the values of its message."""
ChangeKind = Literal["same", "reworded", "rescaled", "split", "merged", "new", "retired"]
"""What became of an indicator. Only the first three can be compared with the edition before."""
COMPARABLE: Final[frozenset[ChangeKind]] = frozenset({"same", "reworded", "rescaled"})

_AT: Final[Pointer] = ("comparability", "indicators")
_KEY: Final = "[key]"
_ORIGINS: Final[Mapping[ChangeKind, tuple[range, str]]] = {
    **dict.fromkeys(COMPARABLE, (range(2), "0, 1")),
    "split": (range(1, 2), "1"),
    "merged": (range(2, 1 << 31), "2, 3, …"),
    **dict.fromkeys(("new", "retired"), (range(1), "0")),
}
"""How many ids of the edition before an entry names, and how a message says so."""

LevelMap = Annotated[dict[int, Integer], BeforeValidator(numbers_as_keys), Field(json_schema_extra=NUMBERS_AS_KEYS)]


class IndicatorChange(Value):
    """What became of one indicator.

    `was` names the ids that it had in the edition before; left out, it is the id itself. `levels` says for each old
    level which level it is now; an old level that it leaves out has no counterpart.
    """

    change: ChangeKind
    was: tuple[Text, ...] = ()
    reason: Text | None = None
    levels: LevelMap = {}


class Comparability(Value):
    """The edition `before`, and what became of each indicator: by its id in this edition, if retired by its old one."""

    before: Integer
    indicators: dict[str, IndicatorChange]

    def origins(self, id_: str) -> tuple[str, ...]:
        """The ids in the edition before of which an indicator is made or, if it is retired, was."""
        entry = self.indicators[id_]
        if entry.change == "new":
            return ()
        return tuple(dict.fromkeys(entry.was)) or (id_,)

    def faults(self, version: int, ids: Collection[str], levels: Collection[int]) -> Iterator[PlanFault]:
        """What can't be so, as (code, pointer, values), in an edition with this version, these ids and these levels."""
        if self.before >= version:
            yield "bad-edition-before", ("comparability", "before"), {"found": self.before, "version": version}
        missing = [id_ for id_ in ids if id_ not in self.indicators]
        if missing:
            yield "change-missing", _AT, {"ids": ", ".join(missing)}
        for id_, entry in self.indicators.items():
            if entry.change == "retired" and id_ in ids:
                yield "id-reused", (*_AT, id_, _KEY), {"found": id_}
            elif entry.change != "retired" and id_ not in ids:
                yield "unknown-indicator", (*_AT, id_, _KEY), {"found": id_}
            yield from _faults_of((*_AT, id_), entry, levels)
        yield from self._claims()

    def _claims(self) -> Iterator[PlanFault]:
        """Old ids that several entries claim, where not each is a piece of a split; and splits with a single piece."""
        claimants: dict[str, list[str]] = defaultdict(list)
        for id_ in self.indicators:
            for old in self.origins(id_):
                claimants[old].append(id_)
        for old, claiming in claimants.items():
            pieces = [id_ for id_ in claiming if self.indicators[id_].change == "split"]
            if len(claiming) > 1 and pieces != claiming:
                yield "claimed-twice", (*_AT, claiming[-1]), {"found": old, "ids": ", ".join(claiming)}
            elif claiming == pieces and len(pieces) == 1:
                yield "split-alone", (*_AT, pieces[0], "change"), {"found": old}


def _faults_of(at: Pointer, entry: IndicatorChange, levels: Collection[int]) -> Iterator[PlanFault]:
    """What can't be so of one entry by itself."""
    allowed, expected = _ORIGINS[entry.change]
    if len(set(entry.was)) not in allowed:
        found = len(set(entry.was))
        yield "bad-was", (*at, "was"), {"change": entry.change, "found": found, "expected": expected}
    if entry.change != "same" and entry.reason is None:
        yield "change-unexplained", (*at, "reason"), {"change": entry.change}
    if entry.change == "rescaled" and not entry.levels:
        yield "level-map-missing", (*at, "levels"), {}
    if entry.change != "rescaled" and entry.levels:
        yield "level-map-needless", (*at, "levels"), {"change": entry.change}
    reached = None
    for old, new in sorted(entry.levels.items()):
        if new not in levels:
            scale = ", ".join(map(str, sorted(levels)))
            yield "unknown-level", (*at, "levels", old), {"found": new, "expected": scale}
        elif reached is not None and new < reached:
            yield "level-map-falls", (*at, "levels", old), {"level": old, "found": new, "reached": reached}
        reached = new if reached is None else max(reached, new)
