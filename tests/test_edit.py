"""Edits touch only the lines of what they change, and read back as they were meant."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests import editing
from tests.layouts import Layout, Line, some_answer, some_change
from tests.support import PLANS, ROOT
from trata_cli.files import tree
from trata_cli.files.edit import EditRefused, set_value

EXAMPLES = (ROOT / "assessments/XPE-2025.yaml", ROOT / "assessments/XPE-2026.yaml")
IDS = {name: list(plan.places) for name, plan in PLANS.items()}
REAL = IDS["oea-trata"]
DOCUMENTS = 150
"""Generated documents for each plan and law; with the edits on each, well over 2,000 edits."""

laws = settings(
    max_examples=DOCUMENTS,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a seed has nothing to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 2**32 - 1)


# Cases.


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in editing.cases()])
def test_case(case: editing.Case) -> None:
    id_, wanted = editing.wanted(case.before, case.edit)
    if case.after is None:
        with pytest.raises(EditRefused):
            set_value(case.before, ("answers", id_), wanted, REAL)
        return
    after = set_value(case.before, ("answers", id_), wanted, REAL)
    assert after == case.after
    assert meaning(after) in meant(case.before, id_, wanted)
    assert set_value(after, ("answers", id_), wanted, REAL) == after


def test_every_subject_has_cases() -> None:
    assert len(editing.cases()) > 100
    assert len({case.name for case in editing.cases()}) == len(editing.cases())


def test_tabs_where_yaml_allows_them_stay() -> None:
    before = "answers:\n  D01:\t# c\n    level:\t2\t\n    note: x\t# d\n"
    after = set_value(before, ("answers", "D01"), {"level": 3, "note": "y"}, REAL)
    assert after == "answers:\n  D01:\t# c\n    level:\t3\t\n    note: y\t# d\n"


def test_a_comment_of_many_hashes_takes_no_time() -> None:
    before = "answers: {D01: {level: 1} " + "# " * 5000 + "\n}\n"
    assert set_value(before, ("answers", "D01"), {"level": 2}, ()) == before.replace("l: 1", "l: 2")


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\u2028", "\u2029", "\x85", "\ud800"])
def test_what_the_reader_refuses_is_not_written(character: str) -> None:
    with pytest.raises(EditRefused):
        set_value("answers: {}\n", ("answers", "D01"), {"note": f"uno{character}dos"}, ())


@pytest.mark.parametrize(
    "text",
    [
        "answers: {D01: &a {level: 1}}\n",
        "answers: {D01: !x {level: 1}}\n",
        "a: 1\n---\nanswers: {}\n",
        "answers: [\n",
        "",
        "- answers\n",
        "answers: {}\na: \x1b\n",
    ],
)
def test_texts_with_faults_are_refused(text: str) -> None:
    with pytest.raises(EditRefused):
        set_value(text, ("answers", "D01"), {"level": 1}, ())


# Meanings, by another reader.


def meaning(text: str) -> Any:
    return editing.told(editing.load(text))


def meant(before: str, id_: str, wanted: Any) -> list[Any]:
    """What the text has to mean: a last block text may get its line end."""
    return [with_answer(editing.load(text), id_, wanted) for text in (before, before + "\n")]


def with_answer(data: Any, id_: str, wanted: Any) -> Any:
    answers = {**((data or {}).get("answers") or {}), id_: wanted}
    return editing.told({**(data or {}), "answers": answers})


# Laws over generated documents.


class Laws:
    """Edits of one generated document, each looked at from all sides."""

    def __init__(self, ids: list[str], seed: int, counts: Counter[str], odd_share: float = 0.15) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.ids = ids
        self.counts = counts
        self.layout = Layout(self.rng, ids, odd=self.rng.random() < odd_share)
        self.text = self.layout.text()
        self.meanings = [editing.load(text) for text in (self.text, self.text + "\n")]
        self.answers: dict[str, Any] = self.meanings[0].get("answers") or {}
        note(self.text)
        assert not tree.parse(self.text).faults

    def edit(self, id_: str, wanted: Any) -> str | None:
        """The text after an edit that keeps the laws; nothing where it is refused, which only odd documents are."""
        self.counts["edits"] += 1
        note(f"{id_} = {wanted!r}")
        try:
            after = set_value(self.text, ("answers", id_), wanted, self.ids)
        except EditRefused:
            assert self.layout.odd
            self.counts["refused"] += 1
            return None
        note(after)
        assert meaning(after) in [with_answer(each, id_, wanted) for each in self.meanings]
        self.keeps_other_lines(after, id_, wanted)
        self.keeps_comments(after, id_, wanted)
        self.keeps_line_ends(after)
        assert set_value(after, ("answers", id_), wanted, self.ids) == after
        return after

    def keeps_other_lines(self, after: str, id_: str, wanted: Any) -> None:
        """Every line outside of the answer's own is there as it was, in the same order."""
        lines = self.layout.lines
        own = [n for n, (owner, _) in enumerate(lines) if owner in (id_, "*")]
        was = [line for _, line in lines]
        now = after.split(self.layout.eol)
        if self.text.endswith("\n"):
            assert now.pop() == ""
        if own:
            above, below = was[: own[0]], was[own[-1] + 1 :]
            if not below and now == [*above, ""]:
                now.pop()  # a block text that now ends the file got its line end
            assert now[: own[0]] == above
            assert now[len(now) - len(below) :] == below
            assert len(now) >= len(above) + len(below)
        elif wanted is None:
            assert now == was
        else:
            self.is_inserted(was, now, id_)

    def is_inserted(self, was: list[str], now: list[str], id_: str) -> None:
        """The new lines taken out leave what was; they stand where the order of the keys says."""
        start = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))))
        assert now[:start] + now[start + len(now) - len(was) :] == was
        key = next(n for n, line in enumerate(now) if re.match(rf" *{re.escape(id_)}:", line))
        others = [each for each in self.answers if each in self.ids]
        if others == sorted(others, key=self.ids.index):
            others = [each for each in others if self.ids.index(each) < self.ids.index(id_)]
        above = {owner for owner, _ in self.layout.lines[:key]} - {None}
        assert above == set(others)

    def keeps_comments(self, after: str, id_: str, wanted: Any) -> None:
        """Each comment is there once, but for those of what was taken out."""
        old, new = self.answers.get(id_) or {}, wanted or {}
        written = {words: goes for words, goes in self.layout.comments.items() if words in self.text}
        for words, (owner, name) in written.items():
            gone = owner == id_ and (wanted is None or (name in old and not new.get(name)))
            shorter = owner == id_ and name == "evidence" and old.get(name) != new.get(name)
            if not gone and not shorter:
                assert after.count(words) == 1, words

    def keeps_line_ends(self, after: str) -> None:
        """Line ends are all as they were; the last one is as `keeps_other_lines` says."""
        assert after.count("\n") == after.count(self.layout.eol)
        assert after.count("\r") == after.count("\r\n")


def split(text: str, eol: str) -> list[str]:
    return text.removesuffix(eol).split(eol)


def new_answers(ids: list[str], seed: int, counts: Counter[str]) -> None:
    """Set where nothing was, and clear again: the text is as it was before."""
    laws_of = Laws(ids, seed, counts)
    before, rng = laws_of.text, laws_of.rng
    for id_ in rng.sample(ids, min(4, len(ids))):
        if id_ in laws_of.answers:
            continue
        after = laws_of.edit(id_, some_answer(rng))
        if after is None:
            continue
        counts["edits"] += 1
        try:
            again = set_value(after, ("answers", id_), None, ids)
        except EditRefused:
            assert laws_of.layout.odd
            counts["refused"] += 1
            continue
        assert like_at_first(again, before), again


def like_at_first(again: str, before: str) -> bool:
    """The same text, but that `{}` may have become nothing, a comma may stay behind a last entry in brackets, a key
    for the answers may stay and a last block text may have got its line end."""
    bare = re.compile(r"^answers:[ \t]*(?:\{ *\}|~|null)?[ \t]*", re.M)
    if again == before or bare.sub("answers:", again, count=1) == bare.sub("answers:", before, count=1):
        return True
    without = re.sub(r"^answers:\r?\n?", "", again, count=1, flags=re.M)
    if "answers:" not in before and without.rstrip("\r\n") == before.rstrip("\r\n"):
        return True
    commas = re.compile(r",(?=[^\n]*\r?\n(?: +#[^\n]*\r?\n)*\})")
    return commas.sub("", again) == commas.sub("", before) or again.removesuffix("\n").removesuffix("\r") == before


def changed_answers(ids: list[str], seed: int, counts: Counter[str]) -> None:
    """Change what is there, and clear it."""
    laws_of = Laws(ids, seed, counts)
    for id_, old in laws_of.answers.items():
        laws_of.edit(id_, None)
        for _ in range(2):
            wanted = some_change(laws_of.rng, old) if isinstance(old, dict) else some_answer(laws_of.rng)
            laws_of.edit(id_, wanted)


@pytest.mark.parametrize("law", [new_answers, changed_answers])
@pytest.mark.parametrize("plan", IDS)
def test_generated_edits(plan: str, law: Callable[[list[str], int, Counter[str]], None]) -> None:
    counts: Counter[str] = Counter()

    @laws
    @given(seed=seeds)
    def hold(seed: int) -> None:
        law(IDS[plan], seed, counts)

    hold()
    assert counts["edits"] >= 500, counts  # in each of the four
    assert counts["refused"] < counts["edits"] / 20, counts


@laws
@given(seed=seeds)
def test_many_edits_after_each_other_mean_the_last_of_each(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    ids = IDS["huerto"]
    text = Layout(rng, ids).text()
    expected = editing.load(text) or {}
    if any(sign in text for sign in (">\r", ">\n", "|\r", "|\n")) and not text.endswith("\n"):
        text += "\n"  # a last block text gets its line end some time
        expected = editing.load(text)
    for _ in range(4):
        id_ = rng.choice(ids)
        old = (expected.get("answers") or {}).get(id_)
        wanted = rng.choice((None, some_answer(rng), some_change(rng, old) if old else some_answer(rng)))
        text = set_value(text, ("answers", id_), wanted, ids)
        expected["answers"] = {**(expected.get("answers") or {}), id_: wanted}
        assert meaning(text) == editing.told(expected)


# The examples.


def owners(text: str) -> list[Line]:
    """Each line of an example with its answer, from its indentation alone."""
    found: list[Line] = []
    owner = None
    for line in split(text, "\n"):
        if match := re.match(r"  (\w+):", line):
            owner = match[1] if found_answers(found) else None
        elif not line.startswith("   "):
            owner = None
        found.append((owner, line))
    return found


def found_answers(lines: list[Line]) -> bool:
    return any(line.startswith("answers:") for _, line in lines)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_level_of_the_examples_in_turn(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = owners(text)
    was = [line for _, line in lines]
    before = editing.load_quickly(text)
    for id_ in REAL:
        old = before["answers"].get(id_)
        level = 4 if old is None or old.get("level") != "4" else 1
        wanted = {**(old or {}), "level": level}
        after = set_value(text, ("answers", id_), wanted, REAL)
        now = split(after, "\n")
        if old is None:
            at = now.index(f"  {id_}:")
            assert now[:at] + now[at + 2 :] == was
        elif "level" in old:
            different = [n for n, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
            assert [lines[n][0] for n in different] == [id_]
        assert editing.told(editing.load_quickly(after)) == with_answer(before, id_, wanted)
