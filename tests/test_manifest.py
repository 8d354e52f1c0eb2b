"""The manifest of a report, and where two texts begin to differ."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trata_cli.method.manifest import (
    Difference,
    Manifest,
    as_json,
    first_difference,
    from_json,
    in_text,
    joint_sha256,
    other_inputs,
    sealed,
)

FULL = Manifest(
    format="html",
    audience="public",
    language="es",
    date="2026-11-30",
    trata="1.2.3",
    index="yes",
    layout="own",
    file="0a" * 32,
    previous="1b" * 32,
    history="4e" * 32,
    plan="2c" * 32,
    template="3d" * 32,
)
BARE = replace(FULL, format="docx", index="no", layout="shipped", date=None, previous=None, history=None, template=None)


@pytest.mark.parametrize("manifest", [FULL, BARE])
def test_a_manifest_is_read_as_it_was_written(manifest: Manifest) -> None:
    text = as_json(manifest)

    assert from_json(text) == manifest
    assert json.loads(text) == asdict(manifest)


def test_a_sealed_report_ends_with_its_manifest() -> None:
    text = sealed("# Informe\n\n\n", FULL)

    assert text == f"# Informe\n\n<!-- trata-manifest {as_json(FULL)} -->\n"
    assert in_text(text) == FULL


def test_what_is_written_below_does_not_hide_it() -> None:
    assert in_text(sealed("# Informe", FULL) + "\nAñadido.\n") == FULL


def test_the_last_one_counts() -> None:
    assert in_text(sealed(sealed("# Informe", BARE), FULL)) == FULL


def changed(**values: Any) -> str:
    return json.dumps(asdict(FULL) | values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "3",
        '"x"',
        "{",
        "[" * 4000,
        '{"a":' * 700,
        "9" * 4000,
        changed(format="pdf"),
        changed(format=["html"]),
        changed(audience="secret"),
        changed(language="../../es"),
        changed(date="2026-11-30\n"),
        changed(date="ayer"),
        changed(trata="1 --> <script>"),
        changed(trata=None),
        changed(index=True),
        changed(index=None),
        changed(layout=True),
        changed(history="4e" * 31),
        changed(file="0A" * 32),
        changed(file=None),
        changed(plan=7),
        changed(more="x"),
        json.dumps({name: value for name, value in asdict(FULL).items() if name != "plan"}),
        changed(date="2026-11-30") + " " * 5000,
    ],
)
def test_what_is_no_manifest_is_none(text: str) -> None:
    assert from_json(text) is None
    assert in_text(f"# Informe\n\n<!-- trata-manifest {text} -->\n") is None


@given(st.text())
def test_any_text_is_a_manifest_or_none(text: str) -> None:
    assert from_json(text) is None
    assert in_text(text) is None


@pytest.mark.parametrize(
    "text", ["", "# Informe", "<!-- trata-manifest ", "<!-- trata-manifest {} --", "trata-manifest"]
)
def test_a_report_without_one(text: str) -> None:
    assert in_text(text) is None


def test_inputs_that_are_others() -> None:
    now = replace(FULL, file="ff" * 32, previous=None, history=None, language="en", trata="9", index="no")

    assert list(other_inputs(FULL, now)) == ["file", "previous", "history"]
    assert list(other_inputs(FULL, FULL)) == []


def test_the_sha256_of_one_file_is_its_own_and_of_several_that_of_theirs() -> None:
    one, other = "1b" * 32, "0a" * 32
    both = hashlib.sha256(f"{other}\n{one}".encode()).hexdigest()

    assert joint_sha256([one]) == joint_sha256([one, one]) == one
    assert joint_sha256([one, other]) == joint_sha256([other, one, other]) == both


@pytest.mark.parametrize(
    ("report", "again", "found"),
    [
        ("", "", None),
        ("a\nb\n", "a\nb\n", None),
        ("a\nbc\n", "a\nbd\n", Difference(2, 1, "bc", "bd")),
        ("a\nb\n", "a\n", Difference(2, 0, "b", "")),
        ("a", "a\nb", Difference(2, 0, None, "b")),
        ("a\nb", "a", Difference(2, 0, "b", None)),
        ("aa\n", "a\n", Difference(1, 1, "aa", "a")),
    ],
)
def test_where_two_texts_begin_to_differ(report: str, again: str, found: Difference | None) -> None:
    assert first_difference(report, again) == found
