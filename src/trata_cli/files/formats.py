"""The formats of files through the years: a file of any former format is read as one of today's.

A format's name ends in its number. When one gets a successor, its name and the step from its data to the successor's
go into `STEPS`, and a file of it into `tests/formats/`, where it has to open for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

STEPS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""From the name of a former format: what makes its data (`tree.plain_data`) that of the next one, `format` included."""


def of_today(data: Any) -> Any:
    """The data of a file as today's format has it; what names no former format stays as it is."""
    while isinstance(data, dict) and isinstance(name := data.get("format"), str) and name in STEPS:
        data = STEPS[name](data)
    return data


def is_later(found: str, known: str) -> bool:
    """Whether a format's name is that of a later one: no slip, so the known one is not what was meant."""
    (kind, _, number), (known_kind, _, known_number) = found.rpartition("/"), known.rpartition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return kind == known_kind and is_number and int(number) > int(known_number)
