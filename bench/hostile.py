"""Nasty files: what nobody writes by hand, and what a disk, a slip or an ill will may put into a folder all the same.

Most are as large as a file may be; those that "read" stay under the limit of keys and values, so that every check runs
over all of them. The tests fuzz with these files, the bench measures them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count, islice, takewhile
from pathlib import Path
from typing import Final

from trata_cli.files.document import MOST_BYTES
from trata_cli.files.tree import MOST_NODES

HEAD: Final = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
_ANSWER: Final = HEAD + "answers:\n  D01:\n    level: 3\n    "
_PLAN_HEAD: Final = (
    "format: trata/plan/1\nid: mini\nversion: 1\nlanguage: es\ntitle: t\nsource: {text: t}\n"
    "levels: {0: a, 1: b}\nfulfilled_from: 1\n"
)
_KINDS: Final = "kinds: {k: {name: k, renewal: standing, levels: {0: {short: a, text: a}, 1: {short: b, text: b}}}}\n"
_PLAN: Final = (
    _PLAN_HEAD + _KINDS + "pillars:\n- id: p\n  title: p\n  directives:\n  - number: 1\n    text: t\n    indicators:\n"
)
_HEAD_NODES: Final = 100
"""More than the keys and values that stand before and behind the units of any file here."""


@dataclass(frozen=True)
class Nasty:
    """A head, a unit again and again (`{n}` in it counts from 0), a tail.

    The units fill the file up to the bytes that are read, or, where `nodes` says how many keys and values one has, up
    to the keys and values that are.
    """

    head: str
    unit: str
    tail: str = ""
    nodes: int = 0

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return (self.head + "".join(self._units()) + self.tail).encode()

    def _units(self) -> Iterator[str]:
        numbered = (self.unit.replace("{n}", str(number)) for number in count())
        if self.nodes:
            return islice(numbered, (MOST_NODES - _HEAD_NODES) // self.nodes)
        room = MOST_BYTES - len((self.head + self.tail).encode())
        if "{n}" not in self.unit:
            return iter([self.unit * (room // len(self.unit.encode()))])
        ends = accumulate(len(unit.encode()) for unit in (self.unit.replace("{n}", str(n)) for n in count()))
        return islice(numbered, sum(1 for _ in takewhile(lambda end: end <= room, ends)))


@dataclass(frozen=True)
class Noise:
    """Bytes in no order, always the same."""

    alphabet: bytes

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return bytes(random.Random(53).choices(self.alphabet, k=MOST_BYTES))  # noqa: S311 - noise, no secret


def _evidence(fields: str) -> str:
    return "{title: a, type: statement" + fields + "}, "


CORPUS: Final[dict[str, Nasty | Noise]] = {
    # No YAML, or hardly.
    "noise of letters": Noise(b"abc \n"),
    "noise of signs": Noise(b"[]{},:-?&*!|>'\"%@` \n\ta1#"),
    "noise of bytes": Noise(bytes(range(256))),
    "one word": Nasty("", "a"),
    "one line": Nasty("", "a "),
    "quotes": Nasty("", "'"),
    "double quotes": Nasty("", '"'),
    "a quote never closed": Nasty("a: '", "b "),
    "colons": Nasty("", ":"),
    "dashes": Nasty("", "-"),
    "percent signs": Nasty("", "%"),
    "tabs": Nasty("", "\t"),
    "lines that begin with tabs": Nasty("a:\n", "\tb\n"),
    "spaces": Nasty("", " "),
    "empty lines": Nasty("", "\n"),
    "one comment": Nasty("#", "x"),
    "comments": Nasty("", "#\n"),
    "comments that let stand": Nasty(HEAD, "# trata: ignore=file-name x\n"),
    "short lines, and one wide character": Nasty("# 😀\n", "ab\n"),
    # Characters.
    "NULs": Nasty("", "\0"),
    "control characters": Nasty("a: ", "\x01"),
    "escapes": Nasty('a: "', "\\e", '"'),
    "escaped characters in many values": Nasty("[", '"\\0", ', "]"),
    "line separators": Nasty("a: ", "\u2028"),
    "lone CRs": Nasty("a: ", "\r"),
    "BOMs": Nasty("", "\ufeff"),
    "wide characters": Nasty("a: ", "😀"),
    "turned text": Nasty("a: ", "\u202e"),
    # Shapes.
    "brackets": Nasty("", "["),
    "nested lists": Nasty("", "- "),
    "nested mappings": Nasty("", "a: "),
    "nested keys": Nasty("", "? "),
    "fifty brackets, again and again": Nasty("[", "[" * 49 + "]" * 49 + ", ", "]"),
    "a list on one line": Nasty("[", "a, ", "]"),
    "a list that is never closed": Nasty("[", "a, "),
    "a list": Nasty("", "- a\n"),
    "empty lists": Nasty("[", "[], ", "]"),
    "empty mappings": Nasty("[", "{}, ", "]"),
    "commas": Nasty("[", ", ", "]"),
    "keys": Nasty("", "k{n}: 1\n"),
    "keys on one line": Nasty("{", "{n}, ", "}"),
    "one key again and again": Nasty("", "a: 1\n"),
    "two keys of each": Nasty("", "k{n}: 1\nk{n}: 1\n"),
    "lists as keys": Nasty("", "? [a]\n: b\n"),
    "anchors": Nasty("[", "&a a, ", "]"),
    "aliases": Nasty("[", "*a, ", "]"),
    "a billion laughs": Nasty("a: &a [x]\n", "b{n}: &b{n} [*a, *a]\n"),
    "merge keys": Nasty(HEAD, "<<: *a\n"),
    "tags": Nasty("[", "!t a, ", "]"),
    "documents": Nasty("a\n", "---\n"),
    # Values.
    "a number": Nasty(HEAD + "answers: {D01: {level: ", "9", "}}\n"),
    "a long key": Nasty(HEAD, "a", ": 1\n"),
    "a long id": Nasty(HEAD + "answers: {? ", "D", " : {level: 1}}\n"),
    "a long country": Nasty("country: ", "X", "\n" + HEAD.replace("country: XPE\n", "")),
    "a long status": Nasty("status: ", "d", "\n" + HEAD.replace("status: draft\n", "")),
    "a long plan": Nasty(
        "plan: {version: 1, id: ", "o", "}\n" + HEAD.replace("plan: {id: oea-trata, version: 1}\n", "")
    ),
    "a long path": Nasty(_ANSWER + "evidence: [{title: a, type: statement, file: ", "f/", "}]\n"),
    "a long address": Nasty(_ANSWER + "evidence: [{title: a, type: statement, url: https://", "f/", " }]\n"),
    "a long date": Nasty(_ANSWER + "answered: ", "2", "\n"),
    "a long note": Nasty(_ANSWER + "note: ", "palabra ", "\n"),
    "a note of many lines": Nasty(_ANSWER + "note: |\n", "      palabra\n"),
    "a folded note": Nasty(_ANSWER + "note: >\n", "      a\n\n"),
    "a note of spaces": Nasty(_ANSWER + "note: 'a", " ", "'\n"),
    # More answers than anybody gives.
    "evidence": Nasty(_ANSWER + "evidence:\n", "      - title: a\n        type: statement\n"),
    "statements": Nasty(_ANSWER + "statements: [", "{by: a, role: reviewer, level: 2}, ", "]\n"),
    "unknown ids": Nasty(HEAD + "answers:\n", "  D{n}x: {level: 1}\n"),
    "evidence that reads": Nasty(_ANSWER + "evidence:\n", "      - title: a\n        type: statement\n", nodes=5),
    "evidence that reads, with files": Nasty(_ANSWER + "evidence: [", _evidence(", file: f{n}"), "]\n", nodes=7),
    "evidence that reads, with pinned files": Nasty(
        _ANSWER + "evidence: [", _evidence(", file: f{n}, sha256: " + "0" * 64), "]\n", nodes=9
    ),
    "evidence that reads, without types": Nasty(_ANSWER + "evidence:\n", "      - title: a\n", nodes=3),
    "evidence that reads, with bad dates": Nasty(_ANSWER + "evidence: [", _evidence(", date: 2"), "]\n", nodes=7),
    "texts in place of evidence that read": Nasty(_ANSWER + "evidence: [", "a, ", "]\n", nodes=1),
    "statements that read": Nasty(
        _ANSWER + "statements: [",
        "{by: a, role: reviewer, level: 2, evidence: [{title: a, type: statement}]}, ",
        "]\n",
        nodes=13,
    ),
    "years that read": Nasty(_ANSWER + "evidence: [{title: a, type: statement, covers: [", "2026, ", "]}]\n", nodes=1),
    "assignments that read": Nasty(HEAD + "assignments: {M: [", "D01, ", "]}\n", nodes=1),
    "wrong assignments that read": Nasty(HEAD + "assignments: {M: [", "D1, ", "]}\n", nodes=1),
    "institutions that read": Nasty(HEAD + "assignments:\n", "  m{n}: [D01]\n", nodes=3),
    "unknown ids that read": Nasty(HEAD + "answers:\n", "  D{n}x: {}\n", nodes=2),
    "unknown ids that read, with levels of no plan": Nasty(HEAD + "answers:\n", "  D{n}x: {level: 9}\n", nodes=4),
    "unknown ids that read, without reasons": Nasty(HEAD + "answers:\n", "  D{n}x: {level: not-applicable}\n", nodes=4),
    "unknown ids that read, with no levels": Nasty(HEAD + "answers:\n", "  D{n}x: {level: no}\n", nodes=4),
    "unknown ids that read, with unknown fields": Nasty(HEAD + "answers:\n", "  D{n}x: {lvl: 1}\n", nodes=4),
    "unknown ids that read, with nothing": Nasty(HEAD + "answers:\n", "  D{n}x:\n", nodes=2),
    "unknown fields that read": Nasty(HEAD, "k{n}: 1\n", nodes=2),
    "empty fields that read": Nasty(HEAD, "k{n}:\n", nodes=2),
    "warnings let stand that read": Nasty(
        HEAD + "answers:\n", "  D{n}x: {note: }  # trata: ignore=empty-value x\n", nodes=4
    ),
    # Plans.
    "a plan's indicators": Nasty(_PLAN, "    - {id: I{n}, text: t, kind: k}\n", nodes=7),
    "a plan's indicators, all one": Nasty(_PLAN, "    - {id: I, text: t, kind: k}\n", nodes=7),
    "a plan's indicators of unknown kinds": Nasty(_PLAN, "    - {id: I{n}, text: t, kind: z{n}}\n", nodes=7),
    "a plan's indicators with unknown levels": Nasty(
        _PLAN, "    - {id: I{n}, text: t, kind: k, levels: {7: {short: a, text: a}}}\n", nodes=14
    ),
    "a plan's kinds": Nasty(
        _PLAN_HEAD + "kinds:\n",
        "  k{n}: {name: k, renewal: standing, levels: {0: {short: a, text: a}}}\n",
        "pillars: []\n",
        nodes=14,
    ),
    "a plan's levels": Nasty(
        _PLAN_HEAD.replace("levels: {0: a, 1: b}\n", "") + "kinds: {}\npillars: []\nlevels:\n", "  {n}: a\n", nodes=2
    ),
    "a plan's pillars": Nasty(
        _PLAN_HEAD + "kinds: {}\npillars:\n", "- {id: p{n}, title: a, directives: []}\n", nodes=7
    ),
    "a plan's countries": Nasty(_PLAN + "    - {id: I, text: t, kind: k}\ncountries:\n", "  C{n}: a\n", nodes=2),
}


def write(folder: Path) -> None:
    """Write every file as an assessment, in a folder with its name."""
    for name, nasty in CORPUS.items():
        (folder / name).mkdir()
        (folder / name / "XPE-2026.yaml").write_bytes(nasty.content)
