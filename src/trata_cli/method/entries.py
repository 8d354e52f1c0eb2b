"""What people type, and what it means: the same letters in all languages, whole words in each."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from trata_cli.model.assessment import (
    EVIDENCE_TYPES,
    NO_INFORMATION,
    NOT_APPLICABLE,
    Audience,
    EvidenceType,
    Word,
)
from trata_cli.model.plan import Plan
from trata_cli.model.values import FIRST_YEAR, LAST_YEAR, WEB_ADDRESS

_WORDS: Final[dict[str, Word]] = {
    "n": NOT_APPLICABLE,
    "no aplica": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
    "nao se aplica": NOT_APPLICABLE,
    "non applicable": NOT_APPLICABLE,
    "s": NO_INFORMATION,
    "sin informacion": NO_INFORMATION,
    "no information": NO_INFORMATION,
    "sem informacao": NO_INFORMATION,
    "sans information": NO_INFORMATION,
}
_TYPES: Final[dict[str, EvidenceType]] = {
    **dict(zip("abcd", EVIDENCE_TYPES, strict=True)),
    "acto oficial": "official-act",
    "documento interno": "internal-document",
    "tercero": "third-party",
    "de terceros": "third-party",
    "fuente de terceros": "third-party",
    "third party source": "third-party",
    "declaracion": "statement",
    "ato oficial": "official-act",
    "fonte de terceiros": "third-party",
    "terceiro": "third-party",
    "declaracao": "statement",
    "acte officiel": "official-act",
    "document interne": "internal-document",
    "source tierce": "third-party",
    "tiers": "third-party",
    "declaration": "statement",
}
_AUDIENCES: Final[dict[str, Audience]] = {
    "p": "public",
    "publico": "public",
    "publica": "public",
    "public": "public",
    "i": "internal",
    "interno": "internal",
    "interna": "internal",
    "internal": "internal",
    "publique": "public",
    "interne": "internal",
}
_IS_PUBLIC: Final = (
    r"(?:(?:es|[eé]) (?:u[nm] )?(?:da[td]o )?p[uú]blico|it(?: is|['’]s) public|(?:c['’]est|il est) public)"
)
_PUBLIC: Final = re.compile(
    rf"(?:p|p[uú]blic[oa]?|{_IS_PUBLIC})\.?|(?:p\s+|{_IS_PUBLIC}[\s:,;.–—-]+)(?P<why>\S.*)", re.IGNORECASE | re.DOTALL
)
"""That something is public on purpose, and perhaps why; of a text that only begins with the word it says nothing."""
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SEQUENCE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[A-Z])")
"""What a terminal sends for an arrow key, or around a pasted text: all of it goes, not its first character alone."""
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def clean(typed: str) -> tuple[str, bool]:
    """A typed or pasted text without what no one means to write, and whether something of weight was changed.

    Foreign line ends become LF; control characters, terminal sequences, surrogates and byte order marks go; a text
    of which nothing can be seen is none.
    """
    cleaned = _UNWANTED.sub("", _SEQUENCE.sub("", _LINE_ENDS.sub("\n", typed)))
    changed = cleaned != typed.replace("\r\n", "\n")
    if any(character.isprintable() and not character.isspace() for character in cleaned):
        return cleaned.strip(), changed
    return "", changed or bool(cleaned.strip())


def one_line(text: str) -> str:
    """A text of several lines on one; nothing where nothing of it can be seen."""
    return " ".join(clean(text)[0].split())


def fold(text: str) -> str:
    """A text for comparison: without accents, capitals, or hyphens between words."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").split())


def level(plan: Plan, typed: str) -> int | Word | None:
    """The level or word that a line means, or `None`."""
    if re.fullmatch(r"[0-9]{1,2}", typed) and str(int(typed)) == typed and int(typed) in plan.levels:
        return int(typed)
    return _WORDS.get(fold(typed))


def evidence_type(typed: str) -> EvidenceType | None:
    """The type of evidence that a line means, or `None`."""
    return _TYPES.get(fold(typed)) or next((each for each in EVIDENCE_TYPES if fold(each) == fold(typed)), None)


def audience(typed: str) -> Audience | None:
    """The audience that a line means, or `None`."""
    return _AUDIENCES.get(fold(typed))


def public(typed: str) -> str | None:
    """Why something is public, by a line that says that it is; empty where it does not say why, else `None`."""
    match = _PUBLIC.fullmatch(unicodedata.normalize("NFC", typed))
    return one_line(match["why"] or "") if match else None


def partial_date(typed: str) -> str | None:
    """`2026-03-01`, `2026-03`, `2026` or `01/03/2026` (day first) in ISO 8601, or `None` where there is no such day."""
    if match := _ISO.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(typed):
        day, month, year = match.groups()
    else:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def is_url(typed: str) -> bool:
    """Whether a text is a web address as a whole."""
    return bool(WEB_ADDRESS.fullmatch(typed))
