"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trata_cli.method.personal import documents
from trata_cli.method.personal.reading import LINK, Number, Reading, Span, compiled, word

_LOCAL: Final = "abcdefghijklmnopqrstuvwxyz0123456789._%+-'"
_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}(?![a-z0-9])"
_LONGEST_LOCAL: Final = 64

_NAMED: Final = (
    word(
        r"tels?|telef?s?|telf|telefonos?|fono|cel|celular(?:es)?|movil(?:es)?|whats ?app|whatsap|wsp|wasap|wpp|zap|fax",
        "phones?|mobile|cell(?:phone)?|telephones?|telefones?|fone|portable",
    )
    + rf"(?P<link>\.?{LINK})$"
)
_CALLED: Final = (
    word(
        "llam(?:ar|e|en|o|aron)|comunicarse|contact(?:ar|o|arse)|linea|avisar|escrib(?:ir|a)|numero gratuito",
        "lig(?:ar|ue)|contato|disque|linha|call|contact|hotline|helpline|toll-free",
        "appel(?:er|ez)|joindre|ligne|numero vert",
    )
    + r"(?P<link>[^0-9;.!?\0]{0,20})$"
)
_NO_CALL: Final = "presupuest|base|orcament|budget|tiempo|nota|oficio|red de"
_POINTS: Final = r"[ .:,(#°\-]*"
_CLOSE: Final = (
    rf"{_POINTS}(?:(?:celular|movil|fijo|whatsapp|contacto|numero|number|num|nro|no|n|de|del|is|es|e|le|au|al?)"
    rf"{_POINTS}){{0,4}}"
)
_YEARLY: Final = r"[0-9.]+[-/](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-/][0-9]+"
_AND: Final = r" ?(?:[/,;]|(?<= )(?:y|o|u|e|ou|or|and|et)(?= ))? ?"
_FEWEST, _MOST, _MOST_ABROAD = 6, 13, 15


def emails(reading: Reading) -> Iterator[Span]:
    """Addresses of the form name@domain."""
    text = reading.flat
    at = text.find("@")
    while at >= 0:
        before = text[max(0, at - _LONGEST_LOCAL) : at]
        local = before[len(before.rstrip(_LOCAL)) :].lstrip(".-'")
        if local and (domain := compiled(_DOMAIN).match(text, at + 1)):
            yield Span(at - len(local), domain.end(), "email")
        at = text.find("@", at + 1)


def phones(reading: Reading) -> Iterator[Span]:
    """Numbers in international form, and local ones after a word that says so; never one of three or four digits."""
    last: Number | None = None
    for number in reading.numbers:
        if _is_abroad(number) or _is_named(number) or _is_called(number) or _is_next(number, last, reading.flat):
            last = number
            yield Span(_start(number), number.end, "phone")


def _start(number: Number) -> int:
    """Where a number begins with its plus sign or the bracket of its area code."""
    opened = re.search(r"(?:\+ ?)?\($|\+$", number.before)
    if not opened or (opened[0][-1] == "(" and ")" not in number.text):
        return number.start
    return number.start - len(opened[0])


def _is_abroad(number: Number) -> bool:
    plus = re.search(r"(?<![0-9a-z])\+ ?\(?$", number.before)
    return bool(plus) and 8 <= len(number.digits) <= _MOST_ABROAD and not re.search(r"[.,][0-9]{3}[.,]", number.text)


def _is_named(number: Number) -> bool:
    said = compiled(_NAMED).search(number.before)
    if not said or not _FEWEST <= len(number.digits) <= _MOST or documents.is_named(said["link"]):
        return False
    return bool(compiled(_CLOSE).fullmatch(said["link"])) or (
        _is_grouped(number) and not compiled(_YEARLY).fullmatch(number.text)
    )


def _is_called(number: Number) -> bool:
    said = compiled(_CALLED).search(number.before)
    if not said or not _FEWEST <= len(number.digits) <= _MOST or documents.is_named(said["link"]):
        return False
    return _is_grouped(number) and not (
        compiled(_NO_CALL).search(said["link"]) or compiled(_YEARLY).fullmatch(number.text)
    )


def _is_next(number: Number, last: Number | None, text: str) -> bool:
    """Whether it stands beside a telephone number and is as long: another of the same."""
    is_alike = last is not None and len(last.digits) == len(number.digits)
    return is_alike and last is not None and bool(compiled(_AND).fullmatch(text, last.end, number.start))


def _is_grouped(number: Number) -> bool:
    """Whether it has separators, and not those of an amount."""
    return len(number.text) > len(number.digits) and not number.has_thousands
