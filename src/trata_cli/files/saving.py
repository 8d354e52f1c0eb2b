"""Writing files so that a reader sees the old content or the new, whole, whatever happens on the way."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from trata_cli.files import edit
from trata_cli.files.document import Document, read
from trata_cli.model.assessment import ASSESSMENT_FORMAT, Answer
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem

_REPLACE_TRIES: Final = 20  # on Windows a file that an editor or a virus scanner holds can't be replaced just then
_REPLACE_PAUSE: Final = 0.05  # seconds


class NotSaved(Exception):
    """The file has no plain place for an answer, or does not parse; `problems` says why where that is known."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("not saved")
        self.problems = problems


def write(path: str | Path, content: bytes) -> None:
    """Write a file atomically and durably, keeping its mode; a link is written through.

    The content goes to a file beside it, to the disk, and then takes the old one's place. Raises OSError; the old
    file is then as it was.
    """
    target = Path(path).resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, no path
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        _replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _replace(temporary: Path, target: Path) -> None:
    for _ in range(_REPLACE_TRIES):
        with contextlib.suppress(PermissionError):
            temporary.replace(target)
            return
        if os.name != "nt":
            break
        time.sleep(_REPLACE_PAUSE)
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; not every system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def save_answer(path: str | Path, plan: Plan, id_: str, old: Answer | None, new: Answer | None) -> None:
    """Put one answer into its file, or take it out (`None`); only its own lines change.

    `old` is the answer as it was known before: what did not change is left as it stands in the file, whether trata
    understands it or not. Raises NotSaved or OSError; the file is then as it was.
    """
    document = read(path)
    if document.root is None or document.faults:
        raise NotSaved(document.problems())
    try:
        text = edit.set_value(document.text, ("answers", id_), _wanted(document, id_, old, new), list(plan.places))
    except edit.EditRefused:
        raise NotSaved from None
    bom = document.content[: len(document.content) - len(document.text.encode())]
    write(path, bom + text.encode())


def _wanted(document: Document, id_: str, old: Answer | None, new: Answer | None) -> dict[str, Any] | None:
    """The answer's fields as they shall stand: those that changed, over those that the file has."""
    if new is None:
        return None
    data = document.data if isinstance(document.data, dict) else {}
    there = (data.get("answers") or {}).get(id_) or {}
    before, after = as_data(old or Answer()), as_data(new)
    changed = {field: after.get(field) for field in Answer.model_fields if before.get(field) != after.get(field)}
    if "evidence" in changed:
        changed["evidence"] = _evidence(there.get("evidence", ()), before.get("evidence", []), after["evidence"])
    order = [*Answer.model_fields, *there]
    wanted = {**there, **changed}
    return {field: wanted[field] for field in dict.fromkeys(order) if field in wanted}


def _evidence(there: Any, before: list[Any], after: list[Any]) -> list[Any]:
    """The list with its changes; what stands in it but did not read is kept in front."""
    if not isinstance(there, tuple) or len(there) < len(before):
        raise NotSaved
    return [*there[: len(there) - len(before)], *after]


def as_data(answer: Answer) -> dict[str, Any]:
    """An answer's fields as they are written: nothing that is empty or what would be understood anyway."""
    data = answer.model_dump(exclude_defaults=True)
    for evidence in data.get("evidence", ()):
        if len(evidence.get("covers") or ()) == 1:
            evidence["covers"] = evidence["covers"][0]
    return {field: list(value) if isinstance(value, tuple) else value for field, value in data.items()}


def new_file(plan: Plan, country: str, year: int, institution: str | None, part: dict[str, Any] | None) -> str:
    """The text of a new assessment without answers."""
    reference = f"plan: {{id: {plan.id}, version: {plan.version}}}"
    before = {"country": country, "year": year, "institution": institution, "status": "draft", "part": part}
    written = [edit.entry(name, value) for name, value in before.items() if value is not None]
    return "\n".join([edit.entry("format", ASSESSMENT_FORMAT), reference, *written, "answers: {}", ""])
