"""Which texts of an assessment are looked through for personal data, and which of them a public report prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from trata_cli.method.personal import findings_in
from trata_cli.model.assessment import Answer, Assessment, Evidence, Statement
from trata_cli.model.problem import Pointer
from trata_cli.model.values import Value

NOT_FREE: Final = frozenset(
    {"format", "id", "version", "country", "year", "status", "level", "type", "role", "audience", "date", "covers"}
    | {"url", "sha256", "answered", "decided", "wording", "content"}
)
"""Fields that are no free texts: they have a spelling of their own, or are an address of a page, which is public."""
_NOT_ENTERED: Final = NOT_FREE | {"by", "file"}
"""What no question of an interview asks for in words of one's own; the `by` of a target is a date."""
_INTERNAL: Final = frozenset({"assignments", "ids", "internal_note", "file"})
"""Fields that no public report prints."""


def newly_found(old: Answer | None, new: Answer | None) -> tuple[Pointer, ...]:
    """The ways to those texts of an answer that look like personal data and did not stand in the old one."""
    known = {(names(at), text) for at, text in _texts(old.model_dump() if old else {})}
    entered = _texts(new.model_dump() if new else {})
    return tuple(at for at, text in entered if (names(at), text) not in known and findings_in(text))


def names(pointer: Pointer) -> tuple[str, ...]:
    """The fields on the way to a value, without its places in lists, which change."""
    return tuple(step for step in pointer if isinstance(step, str))


def text_at(value: Any, pointer: Pointer) -> str:
    """The text at a pointer; an empty one where there is none."""
    found = value
    for step in pointer:
        found = _step(found, step)
    return found if isinstance(found, str) else ""


def with_text(value: Any, pointer: Pointer, text: str | None) -> Any:
    """A value, or what it holds, with another text at a pointer; without one for `None`."""
    if not pointer:
        return text
    step, *rest = pointer
    new = with_text(_step(value, step), tuple(rest), text)
    if isinstance(value, tuple):
        return tuple(new if number == step else each for number, each in enumerate(value))
    return {**value, step: new} if isinstance(value, Mapping) else value.model_copy(update={str(step): new})


def is_public(assessment: Assessment, pointer: Pointer) -> bool:
    """Whether a public report prints the text at a pointer."""
    found: Any = assessment
    for step in pointer:
        if _is_hidden(found) or (isinstance(found, Value) and step in _INTERNAL):
            return False
        found = _step(found, step)
    return isinstance(found, str) and pointer[-1] not in NOT_FREE


def _step(found: Any, step: str | int) -> Any:
    """The value one step further, or nothing."""
    if isinstance(found, tuple):
        return found[step] if isinstance(step, int) and step < len(found) else None
    return found.get(step) if isinstance(found, Mapping) else getattr(found, str(step), None)


def _is_hidden(value: object) -> bool:
    """Whether all that is in a value is internal."""
    if isinstance(value, Evidence):
        return value.audience == "internal"
    return isinstance(value, Statement) and value.role == "institution"


def _texts(value: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """The texts that people enter, with the ways to them."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in _NOT_ENTERED:
                yield from _texts(each, (*at, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _texts(each, (*at, number))
