"""The quick reading says the same as the one in full, or nothing; so a file is judged the same by either way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.hostile import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzzing import ANYTHING, FLIPPED, GOOD, MUTATIONS, PLAN_MUTATIONS, SHELF
from tests.support import PLAN_FILE, ROOT
from trata_cli.files import tree
from trata_cli.files.assessments import check_file, check_in_full
from trata_cli.files.document import read
from trata_cli.files.plans import Shelf
from trata_cli.files.quick import MOST_CHARACTERS, MOST_NODES, quick
from trata_cli.files.tree import MOST_NESTING, Mapping, Node, Scalar, Sequence, parse, plain_data
from trata_cli.method.personal.texts import NOT_FREE
from trata_cli.model.values import Plain

PROFILE = settings(deadline=None, max_examples=100)
EXAMPLES = sorted((ROOT / "assessments").glob("*.yaml"))
IN_ORDER = [*GOOD, *(path.read_text("utf-8") for path in (*EXAMPLES, PLAN_FILE))]


def free_texts(node: Node, name: str = "") -> Iterator[str]:
    """Values and items but for those of fields that are no free texts, and keys that are names of nothing."""
    if isinstance(node, Scalar) and name not in NOT_FREE:
        yield node.value
    for item in node.items if isinstance(node, Sequence) else ():
        yield from free_texts(item)
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        yield from () if key.value.isidentifier() else (key.value,)
        yield from free_texts(value, key.value)


def spelled(data: Any) -> Any:
    """Data with the kind of each text: one that stands in quotes is no number."""
    if isinstance(data, dict):
        return [(spelled(key), spelled(value)) for key, value in data.items()]
    return [spelled(item) for item in data] if isinstance(data, tuple) else (type(data), data)


def hold(text: str) -> bool:
    """The law; whether there was anything to compare."""
    found, whole = quick(text), parse(text)
    if found is None:
        return False
    assert whole.faults == ()
    assert whole.root is not None
    assert spelled(found.data) == spelled(plain_data(whole.root))
    assert sorted(found.texts) == sorted(free_texts(whole.root))
    return True


@pytest.mark.parametrize("text", IN_ORDER)
def test_files_in_order(text: str) -> None:
    hold(text)


def test_an_example_is_read_quickly() -> None:
    assert hold(EXAMPLES[-1].read_text("utf-8"))


@pytest.mark.parametrize("text", IN_ORDER)
def test_without_libyaml(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_libyaml = quick(text)
    monkeypatch.setattr(tree, "Loader", yaml.SafeLoader)
    assert quick(text) == by_libyaml


@PROFILE
@given(MUTATIONS)
def test_mutated_files(text: str) -> None:
    hold(text)


@PROFILE
@given(PLAN_MUTATIONS)
def test_mutated_plans(text: str) -> None:
    hold(text)


@PROFILE
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    hold(text)


@pytest.mark.parametrize("name", CORPUS)
def test_nasty_files(name: str) -> None:
    try:
        text = CORPUS[name].content.decode()
    except UnicodeDecodeError:
        return
    hold(text)


NOT_PLAIN = {
    "nothing": "",
    "a comment": "# nada\n",
    "null": "a: null\n",
    "an empty value": "a:\n",
    "a blank value": 'a: " "\n',
    "an empty item": "a: [1, ]\nb: [~]\n",
    "a scalar": "a\n",
    "a list": "- a\n",
    "two documents": "a: b\n---\nc: d\n",
    "an anchor": "a: &x b\n",
    "an anchored list": "a: &x [b]\n",
    "an alias": "a: &x b\nc: *x\n",
    "a tag": "a: !!str b\n",
    "a tagged mapping": "a: !x {b: c}\n",
    "a key twice": "a: b\na: c\n",
    "a merge key": "<<: {a: b}\n",
    "a mapping as a key": "{a: b}: c\n",
    "a list as a key": "[a]: c\n",
    "a control character": "a: \x01\n",
    "an escaped control character": 'a: "\\e"\n',
    "CRLF": "a: b\r\n",
    "a foreign line end": "a: b\u2028\n",
    "bad syntax": "a: [\n",
    "a number that no character has": 'a: "\\UFFFFFFFF"\n',
    "too deep": "a: " + "[" * MOST_NESTING + "b" + "]" * MOST_NESTING + "\n",
    "too many characters": "a: " + "b" * MOST_CHARACTERS + "\n",
    "too many values": "a: [" + "b, " * MOST_NODES + "]\n",
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_looked_at_in_full(name: str) -> None:
    assert quick(NOT_PLAIN[name]) is None


PLAIN = {
    "as deep as can be": "a: " + "[" * (MOST_NESTING - 1) + "b" + "]" * (MOST_NESTING - 1) + "\n",
    "as many values as can be": "a: [" + "b, " * (MOST_NODES - 3) + "]\n",
    "a quoted merge key": '"<<": a\n',
    "an empty mapping and an empty list": "a: {}\nb: []\n",
    "a document with its marks": "%YAML 1.2\n---\na: b\n...\n",
    "numbers and words in quotes": "a: 3\nb: '3'\nc: \"null\"\n'4': no\n5: x\n",
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_read_quickly(name: str) -> None:
    assert hold(PLAIN[name])


def test_texts_and_numbers_are_told_apart() -> None:
    found = quick("level: 3\nnote: '3'\n")
    assert found is not None
    assert {key: type(value) for key, value in found.data.items()} == {"level": Plain, "note": str}


# Judged by either way.


def judged_alike(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert check_file(str(path), SHELF) == check_in_full(read(path), SHELF)


@PROFILE
@given(ANYTHING | FLIPPED)
def test_any_file(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    judged_alike(tmp_path_factory.getbasetemp() / "XPE-2026.yaml", content)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    assert check_file(str(path), Shelf()) == check_in_full(read(path), Shelf())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "# Llamar al +595 21 123 456.\n",
        lambda text: text.replace("answers:", "answers:  # trata: ignore=file-name nada"),
        lambda text: text.replace("id: oea-trata", "id: otro"),
        lambda text: text.replace("level: 3", "level: 9", 1),
        lambda text: text.replace("level: 3", "level: 0", 1),
        lambda text: text.replace("status:", "estado:"),
        lambda text: text + "part: {institution: Fiscalía, ids: [D01]}\n",
    ],
    ids=["as it is", "BOM", "CRLF", "phone", "ignore", "plan", "error", "warning", "misfit", "part"],
)
def test_an_example_to_which_something_happened(change: Any, tmp_path: Path) -> None:
    content = change(EXAMPLES[-1].read_text("utf-8")).encode()
    judged_alike(tmp_path / EXAMPLES[-1].name, content)


def test_name_of_the_file_is_looked_through(tmp_path: Path) -> None:
    content = EXAMPLES[-1].read_bytes()
    path = tmp_path / "maria.perez@correo.example.yaml"
    judged_alike(path, content)
    assert "personal-data-email" in [problem.code for problem in check_file(str(path), SHELF)[0]]
