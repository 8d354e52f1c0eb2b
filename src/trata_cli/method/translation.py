"""A plan in another language: where its texts stand, which of them a translation still renders, and the plan so told.

What counts is always the plan in its own language: fingerprints and digests are taken of `Plan.canonical`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from trata_cli.model.plan import SHORT_LENGTH, Case, Descriptor, Directive, Indicator, Kind, Pillar, Plan
from trata_cli.model.problem import Finding
from trata_cli.model.translation import Translation

_Tell = Callable[[str, str], str]
"""Gives what stands in place of a text, by its place in the plan."""
_SHORT: Final = ".short"


def fingerprint(text: str) -> str:
    """`t-` and the first 8 hex digits of the SHA-256 of a text, in NFC and UTF-8."""
    return "t-" + hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:8]


def texts(plan: Plan) -> dict[str, str]:
    """All texts of a plan that a translation renders, by their places, in the plan's order.

    A place is spelt by what does not move when the plan grows: `pillars.ID.title`, `directives.NUMBER.text`,
    `indicators.ID.text`, `kinds.NAME.levels.LEVEL.short`.
    """
    found: dict[str, str] = {}

    def noted(place: str, text: str) -> str:
        found[place] = text
        return text

    _told(plan, noted, plan.language)
    return found


def translated(plan: Plan, translation: Translation) -> Plan:
    """The plan as a translation tells it. A text that the translation lacks, or renders as it was, stays as it is."""
    renderings = translation.texts

    def told(place: str, text: str) -> str:
        found = renderings.get(place)
        return found.text if found and found.of == fingerprint(text) else text

    return _told(plan, told, translation.language)


def check(translation: Translation, plan: Plan) -> Iterator[Finding]:
    """What a translation renders that the plan does not say, or says otherwise by now."""
    known = texts(plan)
    for place, rendering in translation.texts.items():
        at = ("texts", place)
        if place not in known:
            yield Finding.at_the_key("translation-unknown", at, found=place)
        elif rendering.of != (now := fingerprint(known[place])):
            yield Finding.of("translation-stale", (*at, "of"), found=rendering.of, expected=now)
        if place.endswith(_SHORT) and (len(rendering.text) > SHORT_LENGTH or "\n" in rendering.text):
            yield Finding.of("too-long", (*at, "text"), found=len(rendering.text), most=SHORT_LENGTH)


def coverage(translation: Translation, plan: Plan) -> tuple[int, int]:
    """How many of a plan's texts a translation renders as they are now, and how many there are."""
    known, found = texts(plan), translation.texts
    return sum(place in found and found[place].of == fingerprint(text) for place, text in known.items()), len(known)


def _told(plan: Plan, tell: _Tell, language: str) -> Plan:
    """A plan with another text in each place. The one walk over a plan's texts."""
    return plan.shown_with(
        language=language,
        title=tell("title", plan.title),
        source=plan.source.model_copy(update={"text": tell("source.text", plan.source.text)}),
        levels={level: tell(f"levels.{level}", name) for level, name in plan.levels.items()},
        reading_rules=tuple(tell(f"reading_rules.{n}", rule) for n, rule in enumerate(plan.reading_rules, 1)),
        kinds={name: _kind(kind, f"kinds.{name}", tell) for name, kind in plan.kinds.items()},
        pillars=tuple(_pillar(pillar, tell) for pillar in plan.pillars),
        countries={code: tell(f"countries.{code}", name) for code, name in plan.countries.items()},
    )


def _kind(kind: Kind, at: str, tell: _Tell) -> Kind:
    name, levels = tell(f"{at}.name", kind.name), _descriptors(kind.levels, at, tell)
    cases = tuple(
        case.model_copy(update=_some(case, f"{at}.cases.{n}", ("text", "why"), tell))
        for n, case in enumerate(kind.cases, 1)
    )
    return kind.model_copy(update={"name": name, "levels": levels, "cases": cases})


def _descriptors(levels: Mapping[int, Descriptor], at: str, tell: _Tell) -> dict[int, Descriptor]:
    return {
        level: found.model_copy(update=_some(found, f"{at}.levels.{level}", ("short", "text", "proof"), tell))
        for level, found in levels.items()
    }


def _pillar(pillar: Pillar, tell: _Tell) -> Pillar:
    title = tell(f"pillars.{pillar.id}.title", pillar.title)
    directives = tuple(_directive(each, tell) for each in pillar.directives)
    return pillar.model_copy(update={"title": title, "directives": directives})


def _directive(directive: Directive, tell: _Tell) -> Directive:
    own = _some(directive, f"directives.{directive.number}", ("text", "erratum"), tell)
    return directive.model_copy(
        update={**own, "indicators": tuple(_indicator(each, tell) for each in directive.indicators)}
    )


def _indicator(indicator: Indicator, tell: _Tell) -> Indicator:
    at = f"indicators.{indicator.id}"
    own = _some(indicator, at, ("text", "guidance", "not_applicable", "erratum"), tell)
    return indicator.model_copy(update={**own, "levels": _descriptors(indicator.levels, at, tell)})


def _some(
    value: Case | Descriptor | Directive | Indicator, at: str, names: tuple[str, ...], tell: _Tell
) -> dict[str, str]:
    """Those of some texts of a value that are there, told."""
    found = {name: getattr(value, name) for name in names}
    return {name: tell(f"{at}.{name}", text) for name, text in found.items() if text is not None}
