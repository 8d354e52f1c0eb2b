"""What people type, and what it means."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import GARDEN, PLAN
from trata_cli import i18n
from trata_cli.method import entries
from trata_cli.model.assessment import EVIDENCE_TYPES, WORDS, Audience, Evidence
from trata_cli.views import words


@pytest.mark.parametrize(
    ("typed", "cleaned", "changed"),
    [
        ("  hola\t", "hola", False),
        ("a\u2028b\u2029c\x85d\x0be\rf\r\ng", "a\nb\nc\nd\ne\nf\ng", True),
        ("a\r\nb", "a\nb", False),
        ("\x1b[200~pegado\x1b[201~", "pegado", True),
        ("\x1b[1;31mrojo\x1b[0m\x07", "rojo", True),
        ("\x1b[A\x1bOB", "", True),
        ("a\x00b\x1bc\x7f\x9bd", "abcd", True),
        ("\ud83dmedio\udce9", "medio", True),
        ("\ufeff3", "3", True),
        ("\u200b\u2060", "", True),
        ("", "", False),
        ("familia 👩‍👧 a\u0301", "familia 👩‍👧 a\u0301", False),
    ],
)
def test_cleaning(typed: str, cleaned: str, changed: bool) -> None:
    assert entries.clean(typed) == (cleaned, changed)


@settings(deadline=None)
@given(typed=st.text() | st.text(alphabet="a \t\r\n\x00\x1b[31mOA\u2028\u200b\ufeff"))
def test_cleaning_once_is_enough(typed: str) -> None:
    cleaned, _ = entries.clean(typed)
    assert entries.clean(cleaned) == (cleaned, False)
    assert cleaned == "" or Evidence(title=cleaned, type="statement").title == cleaned
    assert "\n" not in entries.one_line(typed)


def test_what_is_seen_is_never_cleaned_away() -> None:
    text = "¿Qué? «Ñandú» — 3 % & <b>{{ x }}</b> | #1: - 漢字 👩‍👧"
    assert entries.clean(text) == (text, False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0", 0), ("4", 4), ("5", None), ("01", None), ("٣", None), ("²", None), ("1.0", None), ("", None)],
)
def test_levels_are_plain_digits(typed: str, meant: int | None) -> None:
    assert entries.level(PLAN, typed) == meant


def test_levels_are_the_plans() -> None:
    assert [entries.level(GARDEN, str(n)) for n in range(5)] == [0, 1, 2, None, None]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-3", "2026-03"),
        ("2026-03-01", "2026-03-01"),
        ("01/03/2026", "2026-03-01"),
        ("1/3/2026", "2026-03-01"),
        ("1.3.2026", "2026-03-01"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2026", None),
        ("13/13/2026", None),
        ("03/2026", None),
        ("2026-00", None),
        ("1899", None),
        ("3000", None),
        ("20260301", None),
        ("٢٠٢٦", None),
    ],
)
def test_dates(typed: str, meant: str | None) -> None:
    assert entries.partial_date(typed) == meant


@settings(deadline=None)
@given(typed=st.dates().map(str) | st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}([-/.][0-9]{1,4})?", fullmatch=True))
def test_a_date_that_passes_is_one_in_a_file_too(typed: str) -> None:
    found = entries.partial_date(typed)
    if found:
        assert Evidence.model_validate({"title": "T", "type": "statement", "date": found}).date == found


@settings(deadline=None)
@given(typed=st.text() | st.from_regex(r"(https?|HTTP|ftp|javascript):/?/?[^ ]*.{0,3}"))
def test_an_address_that_passes_is_one_in_a_file_too(typed: str) -> None:
    if entries.is_url(typed):
        assert Evidence.model_validate({"title": "T", "type": "statement", "url": typed}).url == typed


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("https://x.py/a?b#c", True),
        ("HTTP://X.PY", True),
        ("https://x.py/a b", False),
        ("https://", False),
        ("https:///a", False),
        ("www.x.py", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
    ],
)
def test_addresses(typed: str, is_one: bool) -> None:
    assert entries.is_url(typed) is is_one


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a", "official-act"),
        ("B", "internal-document"),
        ("tercero", "third-party"),
        ("Declaración", "statement"),
        ("third-party", "third-party"),
        ("official act", "official-act"),
        ("e", None),
        ("", None),
    ],
)
def test_types_of_evidence(typed: str, meant: str | None) -> None:
    assert entries.evidence_type(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("p", "public"), ("Público", "public"), ("I", "internal"), ("interno", "internal"), ("x", None), ("", None)],
)
def test_audiences(typed: str, meant: str | None) -> None:
    assert entries.audience(typed) == meant


def test_folding() -> None:
    assert entries.fold("  Sin-INFORMACIÓN ") == entries.fold("sin informacion") == "sin informacion"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_a_screen_prints_is_understood_when_it_is_typed(language: str) -> None:
    """The words of each language as they are shown, and as people write them: in capitals, without accents."""
    before = i18n.language()
    i18n.activate(language)
    try:
        states = {word: words.state_name(word) for word in WORDS}
        types = {each: words.evidence_type_name(each) for each in EVIDENCE_TYPES}
        audiences = {each: words.audience_name(each) for each in get_args(Audience)}
    finally:
        i18n.activate(before)
    for shape in (str, str.upper, entries.fold):
        assert {entries.level(PLAN, shape(shown)): word for word, shown in states.items()} == {w: w for w in WORDS}
        assert [entries.evidence_type(shape(shown)) for shown in types.values()] == [*types]
        assert [entries.audience(shape(shown)) for shown in audiences.values()] == [*audiences]


@pytest.mark.parametrize("typed", ["p", "es público", "Es un dato público.", "É um dado público", "c'est public"])
def test_that_something_is_public(typed: str) -> None:
    assert entries.public(typed) == ""
