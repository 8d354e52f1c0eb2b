"""Assessments in every layout that people give to YAML, each line with the answer that it belongs to."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

Line = tuple[str | None, str]
"""The id of the answer whose line it is (`*` where all share one), and the line without its end."""

WORDS = ("uno", "dos más", "tres (3)", "cuatro; 4", "cinco/5", "«seis»", "siete 👩🏽‍⚖️", "ocho – ñandú")
TRICKY = (
    "uno: dos",
    "uno #dos",
    "# uno",
    "- uno",
    "@uno",
    "yes",
    "010",
    "2026-01-01",
    "null",
    "~",
    " uno ",
    "uno\tdos",
    "uno\u00a0dos",
    "uno\u202edos\u202c",
    "'uno' \"dos\"",
    "{uno}, [dos]",
    "uno:",
    "---",
    "...",
    "| uno",
    "? uno",
    "C:\\uno",
    "http://a.example/?b=[c]&d={e},f#g",
    "palabra " * 60 + "fin",
    "x" * 2000,
)
KEPT = "   "
"""The blank line at the end of a text that keeps such."""
MANY_LINES = (
    "uno\ndos",
    "uno\n\n# dos\n  tres",
    "  uno\ndos: x",
    "- uno\n- dos",
    "uno \n  \ndos ",
    "\tuno\ndos\ttres",
    "a\nb\n",
)
FIELDS = ("level", "reason", "note", "internal_note", "evidence", "answered", "wording", "target", "extra")


@dataclass
class Layout:
    """Writes one document; `odd` ones have places that are not plain."""

    rng: random.Random
    ids: list[str]
    odd: bool = False
    lines: list[Line] = field(default_factory=list)
    comments: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    """Each comment's own words → the answer and the field that it goes with."""
    keeping: str | None = None
    """The answer whose last text keeps the blank lines that follow."""

    def often(self, share: float) -> bool:
        return self.rng.random() < share

    def text(self) -> str:
        """The document's text; `lines` then hold it line by line."""
        self._header()
        style = self.rng.choices(("block", "flow", "tall flow"), (8, 1, 1))[0]
        ids = self.rng.sample(self.ids, self.rng.randint(0, min(5, len(self.ids))))
        if self.often(0.7):
            ids.sort(key=self.ids.index)
        if not ids:
            self._no_answers()
        elif style == "block":
            self._block(ids)
        else:
            self._flow(ids, tall=style == "tall flow")
        self._footer()
        self.eol = "\r\n" if self.often(0.2) else "\n"
        text = "".join(line + self.eol for _, line in self.lines)
        return text.removesuffix(self.eol) if self.often(0.25) and self.lines[-1][1].strip() else text

    def _comment(self, owner: str | None = None, name: str = "") -> str:
        words = f"c{len(self.comments)}c"
        self.comments[words] = (owner, name)
        return self.rng.choice((f"# {words}", f"# {words}: uno # dos", f"#{words} - 'x"))

    def _maybe_comment(self, owner: str | None, name: str = "", share: float = 0.15) -> str:
        return self.rng.choice((" ", "   ")) + self._comment(owner, name) if self.often(share) else ""

    def _gap(self, column: int = 0) -> None:
        """Blank lines and comments that belong to no answer."""
        while self.often(0.3):
            if self.often(0.6):
                self.lines.append((self.keeping, self.rng.choice(("", "", "  "))))
            else:
                self.lines.append((None, " " * self.rng.choice((0, column)) + self._comment()))
                self.keeping = None

    def _header(self) -> None:
        self._gap()
        if self.often(0.15):
            self.lines.append((None, "---"))
        self.lines.append((None, "format: trata/assessment/1" + self._maybe_comment(None)))
        self._gap()
        self.lines.append(
            (None, self.rng.choice(("plan: {id: oea-trata, version: 1}", "plan:\n  id: x\n  version: 1")))
        )
        self.lines[-1:] = [(None, each) for each in self.lines[-1][1].split("\n")]
        self._gap()

    def _footer(self) -> None:
        self._gap()
        if self.often(0.4):
            self.lines.append((None, "status: draft" + self._maybe_comment(None)))
            self._gap()
        if self.often(0.1):
            self.lines.append((None, "..."))

    def _no_answers(self) -> None:
        if self.often(0.2):
            return
        value = self.rng.choice(("", " {}", " {  }", " ~", " null", "  "))
        self.lines.append(("*", "answers:" + value.rstrip(" ") * 1 + self._maybe_comment(None)))

    # Blocks.

    def _block(self, ids: list[str]) -> None:
        self.lines.append((None, "answers:" + self._maybe_comment(None)))
        column = self.rng.choice((1, 2, 2, 2, 4, 8))
        for id_ in ids:
            self._gap(column)
            self._answer(id_, column)

    def _answer(self, id_: str, column: int) -> None:
        key = self.rng.choice((id_, id_, id_, f'"{id_}"', f"'{id_}'"))
        margin = " " * column
        if self.odd and self.often(0.3):
            own = [f"{margin}? {key}"]
            if self.often(0.7):
                own.append(f"{margin}: level: 1")
            self.lines += [(id_, line) for line in own]
            return
        style = self.rng.choices(("block", "flow", "tall flow", "nothing"), (8, 2, 1, 1))[0]
        if style == "nothing":
            own = [f"{margin}{key}:" + self.rng.choice(("", " {}", " ~")) + self._maybe_comment(id_)]
        elif style == "flow":
            own = [f"{margin}{key}: {self._flow_answer()}" + self._maybe_comment(id_)]
        elif style == "tall flow":
            own = [f"{margin}{key}: {{" + self._maybe_comment(id_)]
            fields = self._flow_fields()
            for n, (name, value) in enumerate(fields):
                comma = "," if n + 1 < len(fields) or self.often(0.5) else ""
                own.append(f"{margin}  {name}: {value}{comma}" + self._maybe_comment(id_, name))
            own.append(margin + "}")
        else:
            own = [f"{margin}{key}:" + self._maybe_comment(id_)]
            inner = column + self.rng.choice((1, 2, 2, 2, 4))
            names = self._names()
            for name in names:
                while self.often(0.12):
                    own.append(self.rng.choice(("", " " * inner + self._comment(id_))))
                own += self._field(id_, name, inner)
            while self.often(0.2):  # deeper comments below an answer are its own
                own += [""] * self.rng.randint(0, 1) + [" " * inner + self._comment(id_)]
        self.lines += [(id_, line) for line in own]
        self.keeping = id_ if style == "block" and own[-1] == KEPT else None

    def _names(self) -> list[str]:
        names = self.rng.sample(FIELDS, self.rng.randint(1, 5))
        return sorted(names, key=FIELDS.index) if self.often(0.7) else names

    def _field(self, id_: str, name: str, column: int) -> list[str]:
        head = " " * column + f"{name}:"
        if self.often(0.06):
            return [head + self._maybe_comment(id_, name)]
        if name == "level":
            return [head + " " + self.rng.choice(("0", "1", "2", "no-information")) + self._maybe_comment(id_, name)]
        if name == "evidence":
            return self._evidence(id_, head, column)
        if name == "target":
            if self.often(0.3):
                return [head + " {level: 2, by: 2027}" + self._maybe_comment(id_, name)]
            deeper = " " * (column + 2)
            return [head + self._maybe_comment(id_, name), deeper + "level: 2", deeper + "plazo: 'x'"]
        if name == "answered":
            return [head + self.rng.choice((" 2026-01-01", " '2026-01-01'")) + self._maybe_comment(id_, name)]
        if name == "extra":
            return [
                head + self.rng.choice((" [1, 010, no]", " {a: {b: [x]}}", " yes")) + self._maybe_comment(id_, name)
            ]
        return self._scalar(id_, name, head, column)

    def _scalar(self, id_: str, name: str, head: str, column: int) -> list[str]:
        word, deeper = self.rng.choice(WORDS), " " * (column + self.rng.choice((1, 2, 4)))
        comment = self._maybe_comment(id_, name)
        style = self.rng.choice(
            ("plain", "plain", "single", "double", "tall", "tall double", "below", "block", "block")
        )
        if style == "plain":
            return [f"{head}  {word}{comment}"]
        if style == "single":
            return [f"{head} 'it''s: #{word}'{comment}"]
        if style == "double":
            return [f'{head} "\\u00e9\\t{word} \\"x\\""{comment}']
        if style == "tall":
            return [f"{head} {word}", deeper + word, "", f"{deeper}fin{comment}"]
        if style == "tall double":
            return [f'{head} "{word}\\', f"{deeper}# {word}", "", f'{deeper}fin"{comment}']
        if style == "below":
            return [head + comment, deeper + word]
        return self._block_scalar(head, column, word, comment)

    def _block_scalar(self, head: str, column: int, word: str, comment: str) -> list[str]:
        indent = self.rng.choice((1, 2, 2, 4))
        margin = " " * (column + indent)
        sign = self.rng.choice("|>")
        first = ""
        if self.often(0.2):
            sign, first = f"{sign}{indent}", "  "
        keep = self.odd and self.often(0.5)
        sign += "+" if keep else self.rng.choice(("", "-"))
        body = [margin + first + word, *self.rng.choice(([], [margin + "# dos"], ["", margin + "  tres"]))]
        blank = [KEPT] if keep else self.rng.choice(([], [], [""], ["", " "]))
        return [f"{head} {sign}{comment}", *body, *blank]

    def _evidence(self, id_: str, head: str, column: int) -> list[str]:
        if self.often(0.2):
            items = ", ".join(self._flow_item() for _ in range(self.rng.randint(0, 2)))
            return [f"{head} [{items}]" + self._maybe_comment(id_, "evidence")]
        lines = [head + self._maybe_comment(id_, "evidence")]
        dash = column + self.rng.choice((0, 0, 2, 2, 3))
        for _ in range(self.rng.randint(1, 3)):
            if self.often(0.1):
                lines.append(" " * dash + self._comment(id_, "evidence"))
            gap = self.rng.choice((1, 1, 3))
            if self.often(0.2):
                lines.append(" " * dash + "-" + " " * gap + self._flow_item() + self._maybe_comment(id_, "evidence"))
                continue
            inner = dash + 1 + gap
            if self.often(0.1):
                lines += [" " * dash + "-" + self._maybe_comment(id_, "evidence"), " " * inner + "title: t"]
            else:
                lines.append(" " * dash + "-" + " " * gap + "title: t" + self._maybe_comment(id_, "evidence"))
            for name in ("type: statement", "date: 2026-03", "folios: 010", "covers: [2025, 2026]"):
                if self.often(0.4):
                    lines.append(" " * inner + name + self._maybe_comment(id_, "evidence"))
        return lines

    # Brackets.

    def _flow(self, ids: list[str], *, tall: bool) -> None:
        if not tall:
            inside = ", ".join(f"{id_}: {self._flow_answer()}" for id_ in ids)
            self.lines.append(("*", f"answers: {{{inside}}}" + self._maybe_comment(None)))
            return
        self.lines.append(("*", "answers: {" + self._maybe_comment(None)))
        for n, id_ in enumerate(ids):
            if self.often(0.3):
                self.lines.append(("*", "  " + self._comment()))
            comma = "," if n + 1 < len(ids) or self.often(0.5) else ""
            self.lines.append(("*", f"  {id_}: {self._flow_answer()}{comma}" + self._maybe_comment(id_)))
        self.lines.append(("*", "}" + self._maybe_comment(None)))

    def _flow_answer(self) -> str:
        if self.often(0.1):
            return "{}"
        inside = ", ".join(f"{name}: {value}" for name, value in self._flow_fields())
        return self.rng.choice((f"{{{inside}}}", f"{{ {inside} }}", f"{{{inside}, }}"))

    def _flow_fields(self) -> list[tuple[str, str]]:
        values = {
            "level": ("1", "2", "not-applicable"),
            "evidence": (f"[{self._flow_item()}]", "[]", f"[{self._flow_item()}, {self._flow_item()}]"),
            "answered": ("2026-01-01",),
            "target": ("{level: 2}",),
            "extra": ("[1, no]", "yes"),
        }
        texts = ("uno dos", "'it''s: #x, {y}'", '"a, \\"b\\" #c"')
        return [(name, self.rng.choice(values.get(name, texts))) for name in self._names()]

    def _flow_item(self) -> str:
        return self.rng.choice(("{title: t, type: statement}", "{title: 'u, v', folios: 010}", '{"title":"w"}'))


def some_text(rng: random.Random) -> str:
    return rng.choice((rng.choice(WORDS), rng.choice(TRICKY), rng.choice(MANY_LINES)))


def some_evidence(rng: random.Random) -> dict[str, Any]:
    item = {"title": some_text(rng).strip(), "type": "official-act"}
    more = {"date": "2026-03-01", "covers": rng.choice((2026, [2025, 2026])), "issuer": some_text(rng)}
    return item | {name: value for name, value in more.items() if rng.random() < 0.5}


def some_answer(rng: random.Random) -> dict[str, Any]:
    """A whole new answer as the program writes them."""
    answer: dict[str, Any] = {"level": rng.choice((0, 1, 2))}
    if rng.random() < 0.3:
        answer = {"level": "no-information", "reason": some_text(rng)}
    if rng.random() < 0.7:
        answer["note"] = some_text(rng)
    if rng.random() < 0.4:
        answer["evidence"] = [some_evidence(rng) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.2:
        answer["target"] = {"level": 2, "by": "2027", "action": some_text(rng)}
    return answer | {"answered": "2026-11-24", "wording": "w-9f2c61ab"}


def some_change(rng: random.Random, old: dict[str, Any]) -> dict[str, Any]:
    """An answer with some of it changed, as one step of the interview or of `set` does."""
    new = dict(old)
    for _ in range(rng.randint(1, 3)):
        change = rng.choice(("level", "level", "note", "drop", "evidence", "evidence", "target"))
        if change == "level":
            new |= {"level": rng.choice((0, 1, 2)), "answered": "2026-11-24", "wording": "w-9f2c61ab"}
            new.pop("reason", None)
        elif change == "note":
            new["note"] = some_text(rng)
        elif change == "drop" and len(new) > 1:
            del new[rng.choice(list(new))]
        elif change == "evidence":
            new["evidence"] = _other_evidence(rng, list(new.get("evidence") or []))
        elif change == "target":
            new["target"] = {**(new.get("target") or {}), "level": rng.choice((1, 2)), "lead": some_text(rng)}
    return new if any(new.values()) else {"level": 1}


def _other_evidence(rng: random.Random, items: list[Any]) -> list[Any]:
    change = rng.choice(("add", "add", "change", "remove"))
    if change == "add" or not items:
        items.insert(rng.choice((len(items), len(items), 0)), some_evidence(rng))
    elif change == "change":
        at = rng.randrange(len(items))
        items[at] = {**items[at], "date": "2026-05", "issuer": some_text(rng)}
    else:
        del items[rng.randrange(len(items))]
    return items
