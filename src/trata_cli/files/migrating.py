"""The text of a file carried over to the next edition of its plan: new ids and levels, and all else as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trata_cli.files import edit, spelling, tree
from trata_cli.files.document import Document
from trata_cli.files.saving import as_data, as_written, with_text
from trata_cli.method.comparability import Origin
from trata_cli.method.migration import Migration


def migrated(document: Document, migration: Migration, carried: Mapping[str, Origin], title: str) -> Document:
    """A document, whose last line has its end, as a migration of its assessment says it; not yet on disk.

    Only the lines of what changed are others, so comments stay. What has no place in the newer edition stands at the
    end in comments, under a title of one line, as YAML. `carried` has the origins of the newer edition's indicators.

    Raises EditRefused where that can't be done without touching anything else.
    """
    text = _with_new_ids_and_levels(document, carried)
    text = edit.set_value(text, (), _wanted(tree.plain_data(tree.parse(text).root), migration, carried))
    return with_text(document, text + _comments(text, migration.left, title))


def _with_new_ids_and_levels(document: Document, carried: Mapping[str, Origin]) -> str:
    """The text with the carried answers under their new ids, at their new levels: all at once, from the end."""
    text = document.text
    moved = {origin.old_id: (id_, origin.levels) for id_, origin in carried.items()}
    for pointer, key, value in reversed([*tree.walk(document.root)]):
        if pointer[0] != "answers" or len(pointer) == 1 or pointer[1] not in moved:
            continue
        id_, levels = moved[str(pointer[1])]
        if pointer[-1] == "level" and isinstance(value, tree.Scalar) and value.value in map(str, levels):
            text = _spliced(text, value, str(levels[int(value.value)]))
        elif len(pointer) == 2 and id_ != key.value:
            text = _spliced(text, key, spelling.key(id_))
    return text


def _spliced(text: str, scalar: tree.Scalar, new: str) -> str:
    return text[: scalar.start.index] + new + text[scalar.end.index :]


def _wanted(there: Mapping[str, Any], migration: Migration, carried: Mapping[str, Origin]) -> dict[str, Any]:
    """What the file shall say: what it says by now where an answer was carried over, else what the migration says."""
    new, answers = migration.assessment, there.get("answers", {})
    wanted = {
        **there,
        "plan": {**there["plan"], "version": new.plan.version},
        "status": new.status,
        "assignments": {who: list(names) for who, names in new.assignments.items()},
        "final": None,
        "answers": {id_: answers[id_] if id_ in carried else as_data(answer) for id_, answer in new.answers.items()},
    }
    if new.part:
        wanted["part"] = {**there["part"], "ids": list(new.part.ids)}
    return wanted


def _comments(text: str, left: Mapping[str, Any], title: str) -> str:
    """What is left as lines of comments; nothing where nothing is."""
    if not left:
        return ""
    eol = "\r\n" if "\r\n" in text else "\n"
    written = "\n".join(spelling.entry(name, value) for name, value in as_written("", left).items())
    lines = [f"# {line}".rstrip() for line in (title, *written.split("\n"))]
    return "".join(line + eol for line in lines)
