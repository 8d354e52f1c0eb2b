"""Small value types that plans and assessments share, with the rules of their spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,8}")
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SHA256: Final = "[0-9a-f]{64}"
WEB_ADDRESS: Final = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]+(?:[/?#]\S*)?")

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999

# What a JSON Schema says of the types below, whose validators it can't see. Its patterns are read by ECMAScript and
# Python alike. Other readers of YAML take `note: no` or `reference: 1234` for booleans and numbers: texts here.
AS_WRITTEN: Final = {"type": ["string", "number", "boolean"]}
SEEN: Final = r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
"""A character that a person can see, as nearly as a pattern says it."""
NUMBERS_AS_KEYS: Final[dict[str, Any]] = {"propertyNames": {"pattern": f"^(?:{INTEGER.pattern})$"}}
_YEAR_RANGE: Final = {"minimum": FIRST_YEAR, "maximum": LAST_YEAR}
_YEAR: Final = "(19|2[0-9])[0-9]{2}"
_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_ON_THE_CALENDAR: Final = {"if": {"type": "string", "minLength": len("2026-03-01")}, "then": {"format": "date"}}


class Plain(str):
    """A scalar written without quotes: the only spelling that a number may have in a file."""

    __slots__ = ()


class Value(BaseModel):
    """A frozen value that refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def fitted(cls, data: Any) -> tuple[Self | None, list[Any]]:
        """Data as a value, or nothing and pydantic's word on each misfit."""
        try:
            return cls.model_validate(data), []
        except ValidationError as error:
            return None, list(error.errors(include_url=False))


def fault(code: str, **values: Any) -> PydanticCustomError:
    """The error with which a type of a model names a rule's code (`method.rules`) and the values of its message."""
    return PydanticCustomError(code, "{code}", {"code": code, **{name: _shown(each) for name, each in values.items()}})


def _shown(found: object) -> object:
    """A value as a message may repeat it: of a mapping or a list where a text should stand only that it is one."""
    return "{…}" if isinstance(found, dict) else "[…]" if isinstance(found, tuple) else found


def as_integer(found: object) -> object:
    """A plain scalar that is a whole number by YAML 1.2 (no leading zeros) as `int`; anything else as it came."""
    if isinstance(found, Plain) and INTEGER.fullmatch(found):
        return int(found)
    return found


def numbers_as_keys(found: object) -> object:
    """A mapping whose keys are numbers, as levels are: a scalar key arrives as it is written."""
    if not isinstance(found, Mapping):
        return found
    return {as_integer(key): value for key, value in found.items()}


def _integer(found: object) -> int:
    number = as_integer(found)
    if isinstance(number, bool) or not isinstance(number, int):
        raise fault("not-a-number", found=found)
    return number


def _year(found: object) -> int:
    number = as_integer(found)
    if isinstance(number, bool) or not isinstance(number, int) or not FIRST_YEAR <= number <= LAST_YEAR:
        raise fault("bad-year", found=found, first=FIRST_YEAR, last=LAST_YEAR)
    return number


def _year_as_text(found: object) -> int:
    """A year of `covers`, which is a text field: quotes do no harm there."""
    return _year(Plain(found) if isinstance(found, str) else found)


def _years(found: object) -> object:
    """One year or a list of them, as a tuple."""
    return found if isinstance(found, tuple) else (_year_as_text(found),)


@lru_cache(maxsize=1 << 12)  # a file has hundreds of them, most of them alike
def _partial_date(text: str) -> str:
    parts = _DATE.fullmatch(text)
    if not parts:
        raise fault("bad-date", found=text)
    year, month, day = parts.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise fault("bad-date", found=text) from None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise fault("bad-date", found=text)
    return text


def _whole_date(text: str) -> str:
    if _partial_date(text).count("-") != 2:
        raise fault("bad-date", found=text)
    return text


def _url(text: str) -> str:
    if not WEB_ADDRESS.fullmatch(text):
        raise fault("bad-url", found=text)
    return text


def _relative_path(text: str) -> str:
    steps = text.replace("\\", "/").split("/")  # many times faster than a pattern
    if steps[0] == "" or ".." in steps or _SCHEME.match(text):
        raise fault("bad-path", found=text)
    return text


def _sha256(text: str) -> str:
    if not re.fullmatch(_SHA256, text):
        raise fault("bad-sha256", found=text)
    return text


def _not_blank(text: str) -> str:
    if not text[:1].isalnum() and not any(character.isprintable() and not character.isspace() for character in text):
        raise fault("missing-value")
    return text


def spelled(pattern: str) -> WithJsonSchema:
    """What a schema says of a text that a pattern spells from end to end."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"})


Integer = Annotated[int, BeforeValidator(_integer)]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": "integer", **_YEAR_RANGE})]
"""A year from 1900 to 2999."""
_ONE_YEAR: Final = {"type": ["integer", "string"], **_YEAR_RANGE, "pattern": f"^{_YEAR}$"}
Years = Annotated[
    tuple[Annotated[int, BeforeValidator(_year_as_text)], ...],
    BeforeValidator(_years),
    WithJsonSchema({**_ONE_YEAR, "type": ["integer", "string", "array"], "items": _ONE_YEAR}),
]
Text = Annotated[str, AfterValidator(_not_blank), WithJsonSchema({**AS_WRITTEN, "pattern": SEEN})]
"""A text with something in it."""
PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            **_YEAR_RANGE,
            "pattern": f"^{_YEAR}(-{_MONTH}(-{_DAY})?)?$",
            **_ON_THE_CALENDAR,
        }
    ),
]
"""`2026`, `2026-03` or `2026-03-01`, a day that the calendar has."""
Date = Annotated[
    str,
    AfterValidator(_whole_date),
    WithJsonSchema({"type": "string", "pattern": f"^{_YEAR}-{_MONTH}-{_DAY}$", **_ON_THE_CALENDAR}),
]
"""A day: `2026-03-01`."""
Url = Annotated[str, AfterValidator(_url), spelled(WEB_ADDRESS.pattern)]
"""An address that begins with `http://` or `https://`; nothing else may become a link."""
RelativePath = Annotated[
    str,
    AfterValidator(_relative_path),
    WithJsonSchema({**AS_WRITTEN, "pattern": rf"^(?![/\\])(?!{_SCHEME.pattern})(?!([\s\S]*[/\\])?\.\.([/\\]|$))"}),
]
"""A path inside the assessment's folder; absolute and escaping ones are refused."""
Sha256 = Annotated[str, AfterValidator(_sha256), WithJsonSchema({**AS_WRITTEN, "pattern": f"^{_SHA256}$"})]
"""64 hex digits in lower case."""
