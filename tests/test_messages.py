"""The catalogues: complete, fresh, and with the same placeholders as the messages."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from tools import messages

LANGUAGES = [folder.name for folder in sorted(messages.LOCALE.iterdir())]


def committed(language: str) -> Catalog:
    return read_po(io.BytesIO(messages.po_file(language).read_bytes()), locale=language)


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def placeholders(text: str, *, percent: bool) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]" if percent else r"\{(\w+)\}", text))


def is_percent(message: Message) -> bool:
    return "%(" in texts(message.id)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    assert [m.id for m in messages.updated(language) if m.id and not all(texts(m.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_catalogue_is_fresh(language: str) -> None:
    assert messages.as_po(messages.updated(language)) == messages.po_file(language).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    assert messages.as_mo(committed(language)) == messages.po_file(language).with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_name_the_same_values(language: str) -> None:
    for message in committed(language):
        if not message.id:
            continue
        percent = is_percent(message)
        wanted = set().union(*(placeholders(text, percent=percent) for text in texts(message.id)))
        for text in texts(message.string):
            assert placeholders(text, percent=percent) == wanted, message.id


def test_spanish_quotes_with_its_own_signs() -> None:
    assert [m.id for m in committed("es") if m.id and any("“" in text for text in texts(m.string))] == []
