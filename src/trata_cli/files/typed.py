"""From a tree to the values of the model, with every misfit as a finding and all the rest read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final, TypeVar, get_args, get_origin

from trata_cli.files import tree
from trata_cli.files.document import Document
from trata_cli.files.formats import is_later, of_today
from trata_cli.method.rules import RULES
from trata_cli.model.problem import Finding, Pointer
from trata_cli.model.text import meant
from trata_cli.model.values import Value

_Model = TypeVar("_Model", bound=Value)

_BY_TYPE: Final = {
    "string_type": "not-a-text",
    "tuple_type": "not-a-list",
    "dict_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "literal_error": "not-a-text",
}
_GUESSED: Final = frozenset({"unknown-field", "bad-choice", "bad-format", "bad-level", "unknown-kind"})
MOST_GUESSES: Final = 100
"""A person's slips get a guess at what was meant; a file with more of them is none of a person's."""
MOST_MISFITS: Final = 1000
"""Of more of them only the first are named, and nothing of the file is read."""
_KEY: Final = "[key]"
"""What pydantic, and a plan's own faults, put behind a key that is itself the misfit."""
_EMPTY_IS_FINE: Final = {("answers",)}


def read_as(model: type[_Model], document: Document) -> tuple[_Model | None, list[Finding]]:
    """A document as a value of the model, and what does not fit.

    What does not fit is left out (of a list, the whole list) and the rest is read; there is no value where something
    that the whole requires does not fit.
    """
    if document.root is None:
        return None, []
    data = of_today(document.data)
    value, errors = model.fitted(data)
    every = (finding for error in errors for finding in _findings(model, error))
    findings = list(islice(every, MOST_MISFITS))
    while 0 < len(errors) <= MOST_MISFITS and isinstance(data, dict) and _leave_all_out(data, errors):
        value, errors = model.fitted(data)
    return value, [*_with_guesses(findings), *islice(_empty(document, findings), MOST_MISFITS)]


def read_with_stand_ins(model: type[_Model], document: Document, stand_ins: Mapping[str, Any]) -> _Model | None:
    """A document with something in place of what is required and does not fit: for the checks of all the rest.

    A stand-in is known by its field's name. Items stay where they are, so that pointers hold.
    """
    data = of_today(document.data)
    value, errors = model.fitted(data)
    while 0 < len(errors) <= MOST_MISFITS and isinstance(data, dict) and _replace_all(data, errors, stand_ins):
        value, errors = model.fitted(data)
    return value


def _findings(model: type[Value], error: Any) -> Iterator[Finding]:
    """The findings that one of pydantic's errors stands for."""
    kind, pointer, context = error["type"], tuple(error["loc"]), error.get("ctx", {})
    if kind == "plan-faults":
        for code, at, values in context["faults"]:
            yield Finding.at_the_key(code, at[:-1], **values) if at[-1] == _KEY else Finding.of(code, at, **values)
    elif kind == "missing":
        yield Finding.of("missing-field", pointer, field=str(pointer[-1]))
    elif kind == "extra_forbidden":
        yield _unknown_field(model, pointer)
    elif kind == "literal_error" and isinstance(error["input"], str):
        expected = context["expected"].replace("'", "").replace(" or ", ", ")
        code = "bad-format" if pointer == ("format",) else "bad-choice"
        yield Finding.of(code, pointer, found=error["input"], expected=expected)
    elif kind == "int_type" and pointer[-1] == _KEY:
        yield Finding.at_the_key("not-a-number", pointer[:-1], found=str(pointer[-2]))
    elif kind in _BY_TYPE:
        yield Finding.of(_BY_TYPE[kind], pointer)
    elif kind in RULES:
        yield Finding.of(kind, pointer, **{name: value for name, value in context.items() if name != "code"})
    else:  # pragma: no cover - a type of the model that no rule speaks for is our own mistake
        raise AssertionError(kind)


def _unknown_field(model: type[Value], pointer: Pointer) -> Finding:
    fields = ", ".join(_model_at(model, pointer[:-1]).model_fields)
    return Finding.at_the_key("unknown-field", pointer, found=str(pointer[-1]), expected=fields)


def _with_guesses(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with what was probably meant, if it is among what was expected."""
    for number, finding in enumerate(findings):
        values = dict(finding.values)
        if number < MOST_GUESSES and finding.code in _GUESSED and not _is_later_format(finding.code, values):
            suggestion = meant(str(values["found"]), str(values["expected"]).split(", "))
            values |= {"suggestion": suggestion} if suggestion else {}
        yield replace(finding, values=tuple(sorted(values.items())))


def _is_later_format(code: str, values: Mapping[str, Any]) -> bool:
    return code == "bad-format" and is_later(str(values["found"]), str(values["expected"]))


def _model_at(model: type[Value], pointer: Pointer) -> type[Value]:
    """The model that stands at a pointer; ids and list positions lie between the fields."""
    steps = iter(pointer)
    for step in steps:
        annotation = model.model_fields[str(step)].annotation
        model = next(_models(annotation), model)
        if get_origin(annotation) in (dict, tuple):
            next(steps, None)
    return model


def _models(annotation: Any) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _leave_all_out(data: dict[str, Any], errors: list[Any]) -> bool:
    done = [_leave_out(data, error) for error in errors]
    return all(done)


def _leave_out(data: dict[str, Any], error: Any) -> bool:
    """Take a misfit out of the data: what lacks a field goes whole. Whether there was anything to take."""
    loc = error["loc"][:-1] if error["type"] == "missing" else _place(error)
    into_list = next((depth for depth, step in enumerate(loc) if isinstance(step, int)), len(loc))
    if not into_list:
        return False
    *way, last = loc[:into_list]
    for step in way:
        data = data.get(step, {})
    return data.pop(last, None) is not None or bool(way)


def _replace_all(data: dict[str, Any], errors: list[Any], stand_ins: Mapping[str, Any]) -> bool:
    done = [_replace(data, error, stand_ins) for error in errors]
    return all(done)


def _replace(data: Any, error: Any, stand_ins: Mapping[str, Any]) -> bool:
    """Put a stand-in where something is missing, take a misfit out. Whether there was a way to go on."""
    *way, last = _place(error)
    while isinstance(last, int):  # no item as it should be: the list goes with it
        *way, last = way
    try:
        for step in way:
            data = data[step]
    except (KeyError, IndexError):  # gone with another misfit
        return True
    if error["type"] != "missing":
        data.pop(last, None)
        return True
    if last in stand_ins:
        data[last] = stand_ins[last]
    return last in stand_ins


def _place(error: Any) -> tuple[Any, ...]:
    """The pointer of one of pydantic's errors; a misfit key goes with its value."""
    loc: tuple[Any, ...] = error["loc"]
    return loc[:-1] if error["type"] == "int_type" and loc[-1:] == (_KEY,) else loc


def _empty(document: Document, findings: list[Finding]) -> Iterator[Finding]:
    """Keys that say nothing, but for those of which an error already speaks."""
    spoken = {finding.pointer for finding in findings}
    for pointer in tree.nulls(document.root):
        if pointer not in spoken and pointer not in _EMPTY_IS_FINE:
            yield Finding.of("empty-value", pointer, field=str(pointer[-1]))
