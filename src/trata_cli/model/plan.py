"""A work plan: pillars, directives, result indicators, and what each level means for each kind of indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from trata_cli.model.comparability import Comparability, PlanFault
from trata_cli.model.problem import Pointer
from trata_cli.model.values import (
    AS_WRITTEN,
    NUMBERS_AS_KEYS,
    SEEN,
    Integer,
    Sha256,
    Text,
    Value,
    fault,
    numbers_as_keys,
    spelled,
)

PLAN_FORMAT = "trata/plan/1"
SHORT_LENGTH = 60
"""The most characters that a descriptor's short form may have: it stands on one line of a screen."""
FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 10

_ID: Final = "[A-Za-z][A-Za-z0-9_-]*"

Renewal = Literal["standing", "yearly", "continuing", "five-years"]
"""How long proof of a kind of indicator lasts."""


def _plan_id(text: str) -> str:
    if not re.fullmatch(_ID, text):
        raise fault("bad-id", found=text)
    return text


def _short(text: str) -> str:
    if len(text) > SHORT_LENGTH or "\n" in text:
        raise fault("too-long", found=len(text), most=SHORT_LENGTH)
    return text


Id = Annotated[Text, AfterValidator(_plan_id), spelled(_ID)]
"""A letter, then letters, digits, `_` or `-`."""


class Descriptor(Value):
    """What a level means: `short` for screens and charts, the whole `text`, and the document that proves it."""

    short: Annotated[
        Text,
        AfterValidator(_short),
        WithJsonSchema({**AS_WRITTEN, "pattern": rf"^[^\n]*{SEEN}[^\n]*$", "maxLength": SHORT_LENGTH}),
    ]
    text: Text
    proof: Text | None = None


Descriptors = Annotated[
    dict[int, Descriptor], BeforeValidator(numbers_as_keys), Field(json_schema_extra=NUMBERS_AS_KEYS)
]


class Case(Value):
    """An invented case, the level that it has and why: an anchor for whoever judges. Help, no part of an edition."""

    text: Text
    level: Integer
    why: Text


class Kind(Value):
    """A family of indicators that share the meaning of their levels."""

    name: Text
    renewal: Renewal
    levels: Descriptors
    cases: tuple[Case, ...] = ()


class Indicator(Value):
    """One result indicator, with what is its own beside its kind's descriptors."""

    id: Id
    text: Text
    kind: Text
    guidance: Text | None = None
    renewal: Renewal | None = None
    not_applicable: Text | None = None
    erratum: Text | None = None
    levels: Descriptors = {}


class Directive(Value):
    """What the plan asks for; its indicators say by which result it is known."""

    number: Integer
    text: Text
    erratum: Text | None = None
    indicators: tuple[Indicator, ...]


class Pillar(Value):
    """A chapter of the plan."""

    id: Id
    title: Text
    directives: tuple[Directive, ...]


class Source(Value):
    """Where the plan's texts come from, and the SHA-256 of the text that they were taken from."""

    text: Text
    sha256: Sha256 | None = None


class Place(NamedTuple):
    """An indicator where it stands in its plan; `number` counts from 1 over the whole plan."""

    number: int
    pillar: Pillar
    directive: Directive
    indicator: Indicator

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id


class Plan(Value):
    """One edition of a work plan, known by `id` and `version`."""

    format: Literal["trata/plan/1"]
    id: Id
    version: Integer
    language: Text
    title: Text
    source: Source
    levels: Annotated[
        dict[int, Text],
        BeforeValidator(numbers_as_keys),
        Field(json_schema_extra={**NUMBERS_AS_KEYS, "minProperties": FEWEST_LEVELS, "maxProperties": MOST_LEVELS}),
    ]
    fulfilled_from: Integer
    reading_rules: tuple[Text, ...] = ()
    kinds: dict[str, Kind]
    pillars: tuple[Pillar, ...]
    comparability: Comparability | None = None
    countries: dict[str, Text] = {}
    """Names of the States that the plan is for, by ISO 3166-1 alpha-3, in the plan's language."""

    _original: Plan | None = PrivateAttr(default=None)

    @property
    def canonical(self) -> Plan:
        """The whole plan in its own language: what counts, where this is a translation of it or an excerpt."""
        return self._original or self

    def shown_with(self, **fields: object) -> Plan:
        """The plan with other texts or fewer indicators in its fields, which knows the plan that counts."""
        shown = self.model_copy(update=fields)
        shown.__dict__.pop("places", None)  # if it was made, it is of the fields as they were
        shown._original = self.canonical
        return shown

    def __hash__(self) -> int:
        """By its name: hashing all its texts would take as long as comparing them."""
        return hash((self.id, self.version))

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every indicator's place by its id, in the order of the document."""
        walk = ((p, d, i) for p in self.pillars for d in p.directives for i in d.indicators)
        return {i.id: Place(number, p, d, i) for number, (p, d, i) in enumerate(walk, start=1)}

    @property
    def lowest(self) -> int:
        """The lowest level."""
        return min(self.levels)

    @property
    def top(self) -> int:
        """The highest level."""
        return max(self.levels)

    def descriptors(self, indicator: Indicator) -> dict[int, Descriptor]:
        """The descriptors in force for an indicator, lowest level first.

        They are its kind's, with its own overrides; an override without a proof keeps the kind's.
        """
        kept = self.kinds[indicator.kind].levels
        return {level: self._descriptor(kept[level], indicator.levels.get(level)) for level in sorted(self.levels)}

    @staticmethod
    def _descriptor(kept: Descriptor, own: Descriptor | None) -> Descriptor:
        if own is None:
            return kept
        return own if own.proof else own.model_copy(update={"proof": kept.proof})

    def renewal(self, indicator: Indicator) -> Renewal:
        """How long proof lasts for an indicator: its own rule, else its kind's."""
        return indicator.renewal or self.kinds[indicator.kind].renewal

    def is_fulfilled(self, level: int) -> bool:
        """Whether a level is at the plan's threshold or above."""
        return level >= self.fulfilled_from

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        faults = list(self._faults())
        if faults:
            raise fault("plan-faults", faults=faults)
        return self

    def _faults(self) -> Iterator[PlanFault]:
        """What no single field can know, as (code, pointer, values): the reader places each."""
        if not FEWEST_LEVELS <= len(self.levels) <= MOST_LEVELS:
            yield "level-count", ("levels",), {"found": len(self.levels)}
        elif self.fulfilled_from not in self.levels:
            yield (
                "bad-threshold",
                ("fulfilled_from",),
                {"found": self.fulfilled_from, "expected": self._scale()},
            )
        for name, kind in self.kinds.items():
            yield from self._kind_faults(name, kind)
        yield from self._doubles()
        for p, pillar in enumerate(self.pillars):
            for d, directive in enumerate(pillar.directives):
                for i, indicator in enumerate(directive.indicators):
                    at = ("pillars", p, "directives", d, "indicators", i)
                    if indicator.kind not in self.kinds:
                        known = ", ".join(self.kinds)
                        yield "unknown-kind", (*at, "kind"), {"found": indicator.kind, "expected": known}
                    yield from self._unknown_levels((*at, "levels"), indicator.levels)
        if self.comparability:
            yield from self.comparability.faults(self.version, self.places, self.levels)

    def _kind_faults(self, name: str, kind: Kind) -> Iterator[PlanFault]:
        for level in self.levels.keys() - kind.levels.keys():
            yield "missing-descriptor", ("kinds", name, "levels", level), {"kind": name, "level": level}
        yield from self._unknown_levels(("kinds", name, "levels"), kind.levels)
        for c, case in enumerate(kind.cases):
            if case.level not in self.levels:
                at = ("kinds", name, "cases", c, "level")
                yield "unknown-level", at, {"found": case.level, "expected": self._scale()}

    def _doubles(self) -> Iterator[PlanFault]:
        """Ids and numbers that something earlier has already: pillars and indicators share one space of names."""
        seen: set[str | int] = set()
        for p, pillar in enumerate(self.pillars):
            named: list[tuple[Pointer, str | int]] = [(("pillars", p, "id"), pillar.id)]
            for d, directive in enumerate(pillar.directives):
                at = ("pillars", p, "directives", d)
                named.append(((*at, "number"), directive.number))
                named += [((*at, "indicators", i, "id"), each.id) for i, each in enumerate(directive.indicators)]
            for pointer, name in named:
                if name in seen:
                    yield "double-id", pointer, {"found": name}
                seen.add(name)

    def _unknown_levels(self, at: Pointer, found: Mapping[int, Descriptor]) -> Iterator[PlanFault]:
        for level in found.keys() - self.levels.keys():
            yield "unknown-level", (*at, level), {"found": level, "expected": self._scale()}

    def _scale(self) -> str:
        return ", ".join(str(level) for level in sorted(self.levels))
