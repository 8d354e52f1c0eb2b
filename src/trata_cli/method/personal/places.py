"""Coordinates, and street addresses near a shelter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trata_cli.method.personal.reading import SEPARATOR, Reading, Span, compiled, every

_DEGREES: Final = r"-?[0-9]{1,3}[.,][0-9]"
_BETWEEN: Final = r"°?(?: ?[ns])?(?: ?[,;/] ?| (?=-))"
_PAIR: Final = rf"(?P<one>{_DEGREES}{{3,12}}){_BETWEEN}(?P<two>{_DEGREES}{{3,12}})(?![0-9])(?:°? ?[nsw](?![a-z]))?"
_NAMED: Final = rf"(?<![a-z])lat[a-z]*[ .:=]{{0,3}}(?P<pair>{_DEGREES}{{1,12}}[^0-9\0-]{{1,20}}{_DEGREES}{{1,12}})"
_SEXAGESIMAL_ONE: Final = (
    r"""[0-9]{1,3} ?° ?[0-9]{1,2}(?:[.,][0-9]{1,5})? ?'(?: ?[0-9]{1,2}(?:[.,][0-9]{1,5})? ?(?:"|''))? ?[nseow]"""
)
_SEXAGESIMAL: Final = rf"{_SEXAGESIMAL_ONE}(?![a-z])(?:[ ,;/]{{1,3}}{_SEXAGESIMAL_ONE}(?![a-z]))?"
_EAST_OF_AMERICA: Final = 20.0
"""Degrees of longitude: no place in the Americas has less, and measurements often have."""

_SHELTERS: Final = (
    "refugio",
    "albergue",
    "casa de acogida",
    "casa hogar",
    "hogar de ",
    "abrigo",
    "acolhimento",
    "shelter",
    "safe house",
    "safehouse",
    "foyer",
    "refuge",
    "hebergement",
    "maison d'accueil",
)
_NEAR: Final = 120
_STREET: Final = (
    r"(?i:calle|avenida|avda?\.?|av\.|pasaje|pje\.?|jiron|jr\.?|carrera|cra\.?|diagonal|transversal|callejon|"
    r"rua|travessa|alameda|estrada|rue|avenue|boulevard|bulevar|blvd\.?|impasse|chemin)"
)
_PARTICLE: Final = r"(?:(?:de|del|la|las|los|el|da|do|das|dos|des|du|le|les|of|the|of the) |[dl]')"
_NAME: Final = rf"{_PARTICLE}{{0,3}}[A-Z][\w'.\-]{{0,30}}(?: {_PARTICLE}{{0,3}}[A-Z][\w'.\-]{{0,30}}){{0,4}}"
_SMALL_NAME: Final = r"(?:(?!(?:en|y|que|con|por|para|a|son|refugio|albergue)\b)[a-z][a-z'\-]{0,30} ){1,3}"
_SIGN: Final = r"(?:,? ?(?:[Nn](?:ro|o|um)?[.° ]{1,3}|# ?)|,? )"
_HOUSE: Final = (
    rf"\b{_STREET} (?:(?:(?:[0-9]{{1,2}} de )?{_NAME}|[0-9]{{1,3}}){_SIGN}[0-9]{{1,5}}(?:-[0-9]{{1,4}})?(?![0-9])"
    rf"|{_SMALL_NAME}[0-9]{{2,5}}(?![0-9])"
    rf"|(?:{_NAME}|[0-9]{{1,3}}),? (?:esquina|esq\.?|casi|entre) (?:[0-9]{{1,3}}\b|{_NAME}))"
    rf"|\b[0-9]{{1,5}}[A-Za-z]?,? (?:bis |ter )?{_STREET} {_NAME}"
    rf"|\b[0-9]{{1,5}}[A-Za-z]? (?:[A-Z][\w'.\-]{{0,30}} ){{1,4}}"
    r"(?i:street|st|avenue|ave|road|rd|lane|drive|terrace|close|crescent|boulevard|highway)\b"
)


def coordinates(reading: Reading) -> Iterator[Span]:
    """Pairs of decimal degrees, and degrees with minutes."""
    text = reading.flat
    for number in reading.numbers:
        start = number.start - number.before.endswith("-")
        if (pair := compiled(_PAIR).match(text, start)) and _is_place(pair["one"], pair["two"]):
            yield Span(start, pair.end(), "coordinates")
    if "lat" in text and "lon" in text:
        named = (match for match in compiled(_NAMED).finditer(text) if "lon" in match["pair"])
        yield from (Span(match.start("pair"), match.end(), "coordinates") for match in named)
    if "°" in text:
        yield from (Span(match.start(), match.end(), "coordinates") for match in compiled(_SEXAGESIMAL).finditer(text))


def _is_place(one: str, two: str) -> bool:
    """Whether two numbers are degrees of a place in the Americas, and no two amounts with thousands."""
    first, second = (abs(float(each.replace(",", "."))) for each in (one, two))
    is_amount = "-" not in one + two and min(len(re.split("[.,]", each)[1]) for each in (one, two)) == 3
    return min(first, second) <= 90 and _EAST_OF_AMERICA <= max(first, second) <= 180 and not is_amount


def addresses(reading: Reading) -> Iterator[Span]:
    """Streets with a house or a corner, near a word for a shelter."""
    for start, end in _surroundings(reading.flat):
        for match in compiled(_HOUSE).finditer(reading.plain, start, end):
            yield Span(match.start(), match.start() + len(match[0].rstrip(".'-")), "address")


def _surroundings(text: str) -> Iterator[tuple[int, int]]:
    """What stands near shelters, within their texts; where it overlaps, as one."""
    start = end = 0
    for at in every(text, _SHELTERS):
        first = max(text.rfind(SEPARATOR, max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
        last = text.find(SEPARATOR, at, at + _NEAR)
        if first > end:
            yield start, end
            start = first
        end = last if last >= 0 else at + _NEAR
    yield start, end
