"""The manifest that a report carries: how it was made and from what, so that whoever has the same can make it again.

It names no file and no folder, only the SHA-256 of each: it may stand in a public report, and a copy under another
name is still the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Final, Literal, get_args

from trata_cli.model.assessment import Audience

ReportFormat = Literal["md", "html", "docx"]
Layout = Literal["shipped", "own"]
YesOrNo = Literal["yes", "no"]
Input = Literal["file", "previous", "history", "plan", "template"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What decides every byte of a report. `date` is the one that it bears, `trata` the program's version.

    `index` says whether it has the balanced share. The last five are SHA-256, 64 hex digits: of the assessment's file,
    of last year's if it was compared, of those of its history if it has one, of the plan's (of all editions that these
    files answer), and of the template with its styles (a Word document has none).
    """

    format: ReportFormat
    audience: Audience
    language: str
    date: str | None
    trata: str
    index: YesOrNo
    layout: Layout
    file: str
    previous: str | None
    history: str | None
    plan: str
    template: str | None


PROPERTY: Final = "trata-manifest"
"""The name of a Word document's own property that holds the manifest."""
_SHA256: Final = "[0-9a-f]{64}"
_SHAPES: Final[dict[str, str]] = {
    "format": "|".join(get_args(ReportFormat)),
    "audience": "|".join(get_args(Audience)),
    "language": "[a-z]{2,3}",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "trata": r"[0-9A-Za-z.+]{1,60}",
    "index": "|".join(get_args(YesOrNo)),
    "layout": "|".join(get_args(Layout)),
    **dict.fromkeys(get_args(Input), _SHA256),
}
"""What each value looks like. None can hold a quote, `<` or `--`: as JSON it may stand in any comment as it is."""
_OPTIONAL: Final = ("date", "previous", "history", "template")
_MOST: Final = 4096
"""The most characters of a manifest that are looked at: ours has some 600."""
_HEAD, _TAIL = "<!-- trata-manifest ", " -->"


def joint_sha256(found: Iterable[str]) -> str:
    """The SHA-256 of one file; of several, that of theirs: sorted, each once, joined by line feeds."""
    first, *others = every = sorted(set(found))
    return hashlib.sha256("\n".join(every).encode()).hexdigest() if others else first


def as_json(manifest: Manifest) -> str:
    """The manifest as JSON on one line, in ASCII."""
    return json.dumps(asdict(manifest), separators=(",", ":"))


def from_json(text: str) -> Manifest | None:
    """The manifest that a text is; nothing where it is none, whatever else it may be."""
    if len(text) > _MOST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != _SHAPES.keys():
        return None
    return Manifest(**found) if all(_fits(name, value) for name, value in found.items()) else None


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name in _OPTIONAL
    return isinstance(value, str) and re.fullmatch(_SHAPES[name], value) is not None


def sealed(text: str, manifest: Manifest) -> str:
    """A report in Markdown or HTML with its manifest below it, as a comment, which both have."""
    return f"{text.rstrip()}\n\n{_HEAD}{as_json(manifest)}{_TAIL}\n"


def in_text(text: str) -> Manifest | None:
    """The manifest of a report in Markdown or HTML, also where something was written below it."""
    _before, head, rest = text.rpartition(_HEAD)
    return from_json(rest[: _MOST + len(_TAIL)].partition(_TAIL)[0]) if head else None


def other_inputs(then: Manifest, now: Manifest) -> Iterator[Input]:
    """The inputs that are not those of which a report was made."""
    for name in get_args(Input):
        if getattr(then, name) != getattr(now, name):
            yield name


@dataclass(frozen=True, slots=True)
class Difference:
    """The first line, from 1, in which a report is not what is made again; `column` counts from 0.

    A side that has come to its end before has no line there.
    """

    line: int
    column: int
    report: str | None
    again: str | None


def first_difference(report: str, again: str) -> Difference | None:
    """Where two texts begin to differ; nothing where they are the same."""
    for number, (one, other) in enumerate(zip_longest(report.split("\n"), again.split("\n")), start=1):
        if one != other:
            return Difference(number, _first(one or "", other or ""), one, other)
    return None


def _first(one: str, other: str) -> int:
    """The column of the first character that is another."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((column for column, (a, b) in pairs if a != b), min(len(one), len(other)))
