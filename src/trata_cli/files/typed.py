"""From a tree to the values of the model, with every misfit as a finding and all the rest read."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from trata_cli.files import tree
from trata_cli.files.document import Document
from trata_cli.method.rules import RULES
from trata_cli.model.problem import Finding, Pointer

_Model = TypeVar("_Model", bound=BaseModel)

_BY_TYPE: Final = {
    "string_type": "not-a-text",
    "tuple_type": "not-a-list",
    "dict_type": "not-a-mapping",
    "model_type": "not-a-mapping",
}
_EMPTY_IS_FINE: Final = {("answers",)}


def read_as(model: type[_Model], document: Document) -> tuple[_Model | None, list[Finding]]:
    """A document as a value of the model, and what does not fit.

    What does not fit is left out (of a list, the whole list) and the rest is read; there is no value where something
    that the whole requires does not fit.
    """
    if document.root is None:
        return None, []
    data = document.data
    value, errors = _validate(model, data)
    findings = [finding for error in errors for finding in _findings(model, error)]
    while errors and isinstance(data, dict) and _leave_all_out(data, errors):
        value, errors = _validate(model, data)
    return value, [*findings, *_empty(document, findings)]


def _validate(model: type[_Model], data: Any) -> tuple[_Model | None, list[Any]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, list(error.errors())


def _findings(model: type[BaseModel], error: Any) -> Iterator[Finding]:
    """The findings that one of pydantic's errors stands for."""
    kind, pointer, context = error["type"], tuple(error["loc"]), error.get("ctx", {})
    if kind == "plan-faults":
        for code, at, values in context["faults"]:
            yield Finding.of(code, at, **values)
    elif kind == "missing":
        yield Finding.of("missing-field", pointer, field=str(pointer[-1]))
    elif kind == "extra_forbidden":
        yield _unknown_field(model, pointer)
    elif kind == "literal_error":
        expected = context["expected"].replace("'", "").replace(" or ", ", ")
        code = "bad-format" if pointer == ("format",) else "bad-choice"
        yield Finding.of(code, pointer, found=error["input"], expected=expected, **_near(error["input"], expected))
    elif kind in _BY_TYPE:
        yield Finding.of(_BY_TYPE[kind], pointer)
    elif kind in RULES:
        yield Finding.of(kind, pointer, **{name: value for name, value in context.items() if name != "code"})
    else:  # pragma: no cover - a type of the model that no rule speaks for is our own mistake
        raise AssertionError(kind)


def _near(found: object, expected: str) -> dict[str, str]:
    near = get_close_matches(str(found), expected.split(", "), n=1)
    return {"suggestion": near[0]} if near else {}


def _unknown_field(model: type[BaseModel], pointer: Pointer) -> Finding:
    fields = list(_model_at(model, pointer[:-1]).model_fields)
    found = str(pointer[-1])
    near = get_close_matches(found, fields, n=1)
    suggestion = {"suggestion": near[0]} if near else {}
    return Finding.at_the_key("unknown-field", pointer, found=found, expected=", ".join(fields), **suggestion)


def _model_at(model: type[BaseModel], pointer: Pointer) -> type[BaseModel]:
    """The model that stands at a pointer; ids and list positions lie between the fields."""
    for step in pointer:
        if step in model.model_fields:
            model = next(_models(model.model_fields[str(step)].annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _leave_all_out(data: dict[str, Any], errors: list[Any]) -> bool:
    done = [_leave_out(data, error) for error in errors]
    return all(done)


def _leave_out(data: dict[str, Any], error: Any) -> bool:
    """Take a misfit out of the data: what lacks a field goes whole. Whether there was anything to take."""
    loc = error["loc"][:-1] if error["type"] == "missing" else error["loc"]
    into_list = next((depth for depth, step in enumerate(loc) if isinstance(step, int)), len(loc))
    if not into_list:
        return False
    *way, last = loc[:into_list]
    for step in way:
        data = data.get(step, {})
    return data.pop(last, None) is not None or bool(way)


def _empty(document: Document, findings: list[Finding]) -> Iterator[Finding]:
    """Keys that say nothing, but for those of which an error already speaks."""
    spoken = {finding.pointer for finding in findings}
    for pointer in tree.nulls(document.root):
        if pointer not in spoken and pointer not in _EMPTY_IS_FINE:
            yield Finding.of("empty-value", pointer, field=str(pointer[-1]))
