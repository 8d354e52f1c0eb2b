"""Saving answers and beginning new files: from values to the text of a file, and onto the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trata_cli.files import edit, spelling, tree
from trata_cli.files.document import Document, read
from trata_cli.files.writing import write
from trata_cli.model.assessment import ASSESSMENT_FORMAT, Answer
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem


class NotSaved(Exception):
    """The file has no plain place for an answer, or does not parse; `problems` says why where that is known."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("not saved")
        self.problems = problems


def save_answer(path: str | Path, plan: Plan, id_: str, old: Answer | None, new: Answer | None) -> None:
    """Put one answer into its file, or take it out (`None`); only its own lines change.

    `old` is the answer as it was known before: what did not change is left as it stands in the file, whether trata
    understands it or not. Raises NotSaved or OSError; the file is then as it was.
    """
    document = read(path)
    if document.root is None or document.faults:
        raise NotSaved(document.problems())
    wanted = _wanted(document, id_, old, new)
    try:
        text = edit.set_value(document.text, ("answers", id_), wanted, list(plan.places))
    except edit.EditRefused:
        raise NotSaved from None
    if text != document.text:
        bom = document.content[: len(document.content) - len(document.text.encode())]
        write(path, bom + text.encode())


def _wanted(document: Document, id_: str, old: Answer | None, new: Answer | None) -> Mapping[str, Any] | None:
    """The answer's fields as they shall stand: those that changed, over those that the file has."""
    _, answer, found = tree.find(document.root, ("answers", id_))
    there = tree.plain_data(answer) if found else None
    if new is None:
        # Statements that did not read are no more the country's to clear than the others.
        statements = there.get("statements") if isinstance(there, Mapping) else None
        return {"statements": statements} if statements else None
    wanted = _merged(there, as_data(old or Answer()), as_data(new))
    order = [*Answer.model_fields, *wanted]
    return {field: wanted[field] for field in dict.fromkeys(order) if field in wanted}


def _merged(there: Any, before: Any, after: Any) -> Any:
    """What changed from `before` to `after`, done to what is there: as much of it as possible stays as it is."""
    if before == after:
        return there
    if isinstance(after, Mapping) and isinstance(before, Mapping | None):
        return _merged_mapping(there, before or {}, after)
    if isinstance(after, list) or isinstance(before, list):
        return _merged_list(there, before or [], after or [])
    return after


def _merged_mapping(there: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    there = {} if there is None else there
    if not isinstance(there, Mapping):
        raise NotSaved
    changed = {key: _merged(there.get(key), before.get(key), after.get(key)) for key in {**before, **after}}
    return {key: value for key, value in {**there, **changed}.items() if value is not None}


def _merged_list(there: Any, before: list[Any], after: list[Any]) -> list[Any] | None:
    """A list with its changes; items that were not read, or came in the meantime, keep their places around it."""
    there = () if there is None else there
    if not isinstance(there, tuple):
        raise NotSaved
    starts = range(len(there) - len(before), -1, -1)
    start = next((n for n in starts if all(map(_says, there[n:], before))), None)
    if start is None:
        raise NotSaved
    end = start + len(before)
    kept = there[start:end]
    return [*there[:start], *(_merged_item(n, kept, before, after) for n in range(len(after))), *there[end:]] or None


def _merged_item(n: int, there: Sequence[Any], before: list[Any], after: list[Any]) -> Any:
    """An item as it stands there, the one at its place with its changes, or a new one."""
    if after[n] in before:
        return there[before.index(after[n])]
    if n < len(before) and before[n] not in after:
        return _merged(there[n], before[n], after[n])
    return after[n]


def _says(there: Any, known: Any) -> bool:
    """Whether an item of a file is the one that was read; it may have fields that say nothing new."""
    if isinstance(known, Mapping):
        return isinstance(there, Mapping) and all(_says(there.get(key), value) for key, value in known.items())
    if isinstance(known, list | tuple):
        return isinstance(there, tuple) and len(there) == len(known) and all(map(_says, there, known))
    return bool(there == str(known) or there == (str(known),))  # `covers: [2026]` is the year alone


def as_data(answer: Answer) -> dict[str, Any]:
    """An answer's fields as they are written: nothing that is empty or what would be understood anyway."""
    return {field: _as_written(field, value) for field, value in answer.model_dump(exclude_defaults=True).items()}


def _as_written(field: str, value: Any) -> Any:
    """Years as one where it is one, and lists of mappings as lists."""
    if isinstance(value, Mapping):
        return {key: _as_written(key, each) for key, each in value.items()}
    if field == "covers":
        return value[0] if len(value) == 1 else value
    return [_as_written("", each) for each in value] if isinstance(value, tuple) else value


def new_file(plan: Plan, country: str, year: int, institution: str | None, part: dict[str, Any] | None) -> str:
    """The text of a new assessment without answers."""
    reference = f"plan: {{id: {plan.id}, version: {plan.version}}}"
    before = {"country": country, "year": year, "institution": institution, "status": "draft", "part": part}
    written = [spelling.entry(name, value) for name, value in before.items() if value is not None]
    return "\n".join([spelling.entry("format", ASSESSMENT_FORMAT), reference, *written, "answers: {}", ""])
