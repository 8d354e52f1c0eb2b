"""Small plans and assessments for the tests of reports, and values of a model filled by looking at its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from trata_cli.model.assessment import Answer, Assessment, Audience, Country, Level, PlanReference
from trata_cli.model.plan import Descriptor, Directive, Indicator, Kind, Pillar, Plan, Source
from trata_cli.model.values import Date, Integer, PartialDate, RelativePath, Sha256, Text, Url, Year, Years
from trata_cli.views.report import ReportView, build

FILE_SHA256 = "0f" * 32


def garden(levels: int = 3, threshold: int = 1, **fields: Any) -> Plan:
    """Two pillars with four indicators; as many levels as wanted."""
    kind = Kind(
        name="Bed",
        renewal="yearly",
        levels={n: Descriptor(short=f"Short {n}", text=f"Text {n}", proof=f"Proof {n}") for n in range(levels)},
    )
    own = {threshold: Descriptor(short="Own short", text="Own text")}
    given: dict[str, Any] = {
        "format": "trata/plan/1",
        "id": "garden",
        "version": 2,
        "language": "en",
        "title": "School gardens",
        "source": Source(text="Invented", sha256="ab" * 32),
        "levels": {n: f"Name {n}" for n in range(levels)},
        "fulfilled_from": threshold,
        "reading_rules": ("Levels add up.",),
        "kinds": {"bed": kind},
        "pillars": (
            Pillar(
                id="soil",
                title="Soil",
                directives=(
                    Directive(
                        number=1,
                        text="Dig.",
                        erratum="Not “dip”.",
                        indicators=(
                            Indicator(id="A1", text="Beds dug.", kind="bed", guidance="All of them."),
                            Indicator(id="A2", text="Compost.", kind="bed", erratum="Sic."),
                        ),
                    ),
                ),
            ),
            Pillar(
                id="water",
                title="Water",
                directives=(
                    Directive(
                        number=2,
                        text="Pour.",
                        indicators=(
                            Indicator(id="B1", text="Cans.", kind="bed", levels=own),
                            Indicator(id="B2", text="Hose.", kind="bed"),
                        ),
                    ),
                ),
            ),
        ),
        "countries": {"PRY": "Paraguay"},
    }
    return Plan(**(given | fields))


def school(**fields: Any) -> Assessment:
    """An assessment of the garden."""
    given: dict[str, Any] = {
        "format": "trata/assessment/1",
        "plan": PlanReference(id="garden", version=2),
        "country": "PRY",
        "year": 2026,
        "status": "draft",
    }
    return Assessment(**(given | fields))


def levels(**found: Level) -> dict[str, Answer]:
    """Answers with nothing but their level."""
    return {id_: Answer(level=level) for id_, level in found.items()}


def view(assessment: Assessment, plan: Plan | None = None, **options: Any) -> ReportView:
    """The report's view of an assessment, public unless told otherwise."""
    audience: Audience = options.pop("audience", "public")
    given = {"previous": None, "file_sha256": FILE_SHA256, "date": None, "version": "1.2.3"}
    return build(plan or garden(), assessment, audience=audience, **(given | options))


Words = Callable[[str], str]
"""A text, address or relative path for the field at this path, such as `answers.evidence[audience=internal].title`."""

_SAMPLES: list[tuple[Any, Any]] = [
    (Country, "XPE"),
    (Date, "2026-03-01"),
    (PartialDate, "2026-03"),
    (Year, 2026),
    (Years, (2025, 2026)),
    (Integer, 1),
    (Sha256, "cd" * 32),
    (Level, 0),
]
_BY_NAME = {"wording": "w-01234567", "content": "c-0123456789abcdef", "id": "garden", "version": 2}
_CHOICES = ("audience", "role")
"""Fields of which every value is wanted: each gives a value of its own where the model stands in a tuple."""


def filled(model: type[BaseModel], words: Words, path: str, **given: Any) -> Any:
    """A value with every field set: a field of a new type fails here, so that no test forgets it."""
    values = dict(given)
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name in model.model_fields and name not in values:
            values[name] = _value(hint, name, words, f"{path}.{name}")
    return model(**values)


def _value(hint: Any, name: str, words: Words, path: str) -> Any:
    hint = _without_none(hint)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if hint in (Text, Url, RelativePath):
        return words(path)
    for known, sample in _SAMPLES:
        if hint == known:
            return sample
    return _compound(hint, name, words, path)


def _compound(hint: Any, name: str, words: Words, path: str) -> Any:
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple and issubclass(type(get_args(hint)[0]), type(BaseModel)):
        each = get_args(hint)[0]
        return tuple(filled(each, words, f"{path}[{_said(c)}]", **c) for c in _combinations(each))
    if get_origin(hint) is tuple:
        return (_value(get_args(hint)[0], name, words, path),)
    if get_origin(hint) is dict:
        return {words(f"{path}.key"): _value(get_args(hint)[1], "", words, path)}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return filled(hint, words, path)
    raise NotImplementedError(f"{path}: tests know no value for {hint}")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    return hint


def _combinations(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    hints = {name: hint for name, hint in get_type_hints(model).items() if name in _CHOICES}
    for values in product(*(get_args(hint) for hint in hints.values())):
        yield dict(zip(hints, values, strict=True))


def _said(choices: dict[str, Any]) -> str:
    return ",".join(f"{name}={value}" for name, value in choices.items())


def full_assessment(words: Words) -> Assessment:
    """The garden assessed with every field of the format set; each indicator in another state."""
    states: dict[str, Level | None] = {"A1": 0, "A2": 2, "B1": "not-applicable", "B2": "no-information"}
    answers = {i: filled(Answer, words, "answers", level=state) for i, state in states.items()}
    assigned = {words("assignments.key"): ("A1", "water")}
    whole: Assessment = filled(Assessment, words, "", answers=answers, assignments=assigned)
    return whole
