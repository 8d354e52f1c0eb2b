"""Small plans and assessments for the tests of reports, and values of a model filled by looking at its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
"""A text, address or relative path for the field at this path, such as `answers.A1.statements[role=reviewer].by`."""
Leaf = Callable[[Any, str], Any]
"""A value of this type for the field at this path; a field with values of its own inside is none."""

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
_WORDS = (Text, Url, RelativePath)
_BY_NAME = {"wording": "w-01234567", "content": "c-0123456789abcdef", "id": "garden", "version": 2}
_CHOICES = ("audience", "role")
"""Fields of which every value is wanted: each gives a value of its own where the model stands in a tuple."""


def plain(words: Words) -> Leaf:
    """Leaves with these words in every text, and one and the same sample of every other type."""
    return lambda hint, path: words(path) if hint in _WORDS else sample(hint, path)


def sample(hint: Any, path: str) -> Any:
    """The same value for every field of a type."""
    name = path.rpartition(".")[2]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    return next(found for known, found in _SAMPLES if hint == known)


def is_leaf(hint: Any, name: str) -> bool:
    """Whether a field of this type and name holds one value that is given as a whole."""
    known = (*_WORDS, *(each for each, _ in _SAMPLES))
    return name in _BY_NAME or get_origin(hint) is Literal or any(hint == each for each in known)


def filled(model: type[BaseModel], leaf: Leaf, path: str, **given: Any) -> Any:
    """A value with every field set: a field of a new type fails here, so that no test forgets it."""
    values = dict(given)
    for name, hint in fields(model).items():
        if name not in values:
            values[name] = _value(without_none(hint), leaf, f"{path}.{name}".lstrip("."))
    return model(**values)


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model with their types."""
    return {
        name: hint for name, hint in get_type_hints(model, include_extras=True).items() if name in model.model_fields
    }


def _value(hint: Any, leaf: Leaf, path: str) -> Any:
    if is_leaf(hint, path.rpartition(".")[2]):
        return leaf(hint, path)
    if get_origin(hint) is tuple:
        each = get_args(hint)[0]
        if not is_model(each):
            return (leaf(each, path),)
        return tuple(filled(each, leaf, f"{path}[{_said(choice)}]", **choice) for choice in _combinations(each))
    if is_model(hint):
        return filled(hint, leaf, path)
    raise NotImplementedError(f"{path}: tests know no value for {hint}")


def is_model(hint: Any) -> bool:
    """Whether a type has fields of its own."""
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def without_none(hint: Any) -> Any:
    """The type of an optional field when it is there."""
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    return hint


def _combinations(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    hints = {name: hint for name, hint in fields(model).items() if name in _CHOICES}
    for values in product(*(get_args(hint) for hint in hints.values())):
        yield dict(zip(hints, values, strict=True))


def _said(choices: dict[str, Any]) -> str:
    return ",".join(f"{name}={value}" for name, value in choices.items())


def full_assessment(words: Words) -> Assessment:
    """The garden assessed with every field of the format set; each indicator in another state."""
    return full(plain(words), {"A1": 0, "A2": 2, "B1": "not-applicable", "B2": "no-information"})


def full(leaf: Leaf, states: Mapping[str, Level | None], **given: Any) -> Assessment:
    """The garden assessed with every field of the format set, the indicators with these levels."""
    answers = {i: filled(Answer, leaf, f"answers.{i}", level=level) for i, level in states.items()}
    assigned = {leaf(Text, "assignments.key"): ("A1", "water")}
    whole: Assessment = filled(Assessment, leaf, "", answers=answers, assignments=assigned, **given)
    return whole
