"""A text as the detectors read it, and what several of them ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple

SEPARATOR: Final = "\0"
"""Stands between two texts, and in place of what nobody looks at: no match goes over it."""

# Each letter for itself: all indices stay. `replace` is many times faster here than `translate`.
_PLAIN: Final = tuple(
    (letter, plain)
    for letters, plain in (
        ("áàâãäå", "a"),
        ("éèêë", "e"),
        ("íìîï", "i"),
        ("óòôõö", "o"),
        ("úùûü", "u"),
        ("ñ", "n"),
        ("ç", "c"),
        ("ÁÀÂÃÄÅ", "A"),
        ("ÉÈÊË", "E"),
        ("ÍÌÎÏİ", "I"),
        ("ÓÒÔÕÖ", "O"),
        ("ÚÙÛÜ", "U"),
        ("Ñ", "N"),
        ("Ç", "C"),
        ("\n\r\t\u00a0\u2007\u2009\u202f", " "),
        ("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        ("’‘′´`", "'"),
        ("“”″", '"'),
        ("º", "°"),
    )
    for letter in letters
)
_ADDRESS_OF_PAGE: Final = r"(?:https?://|www\.)[^\s\0]+"
_LONG_NUMBER: Final = r"[0-9](?:(?:[ ./()\-]{0,2}|,)[0-9]){4,200}"
_DATE: Final = (
    r"(?:19|20)[0-9]{2}([-/.]?)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?:-[0-9]{1,2})?"
    r"|(?:0?[1-9]|[12][0-9]|3[01])([-/. ])(?:0?[1-9]|1[0-2])\2(?:19|20)?[0-9]{2}"
    r"|(?:19|20)[0-9]{2} ?[-/] ?(?:19|20)[0-9]{2}"
)
_THOUSANDS: Final = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]{1,3}(?:[, ][0-9]{3})+(?:[.,][0-9]+)?"

# The words after which a number is one of an act, a file or a company, whatever its form.
_ACTS: Final = (
    "ley|leyes|decreto|dec|resolucion|res|ordenanza|circular|oficio|acta|acuerdo|auto|sentencia|articulo|arts?|inciso|"
    "expediente|expte|exp|proyecto|causa|legajo|folio|caja|carpeta|signatura|tomo|pagina|gaceta|boletin|isbn|issn|"
    "partida|rubro|codigo|cuenta|licitacion|contrato|convenio|pliego|memorando|nota|mensaje|version|formulario|"
    "presupuestari[ao]|lei|portaria|processo|decisao|orcamentaria|edital|convenio|pregao|acao|acordao|"
    "act|bill|decree|law|regulation|instrument|section|no\\. of|budget|head|vote|contract|note|file|"
    "loi|arrete|decret|projet|article|moniteur|budgetaire|chapitre|dossier|marche|"
    "ruc|nit|cnpj|rif|rtn|rnc|nif|ein|tin|iva|registro|matricula|patente"
)
_AFTER_ACT: Final = (
    rf"(?<![a-z])(?:{_ACTS})[ .:]*(?:n(?:ro|um|umero|o)?[ .°:]*|numbers? |numero |# ?)?[a-z]{{0,3}}[-/. ]?$"
)
_AFTER_CURRENCY: Final = r"(?:[$€£]|(?<![a-z])(?:usd|us|gs|g|bs|s/|pyg|ars|brl|clp|cop|mxn|htg|rd|ttd|xcd))[ .]{0,2}$"
_BEFORE_THINGS: Final = (
    r" ?(?:[%$€]|(?:mil|millon(?:es)?|milhoes|millions?|pesos|dolares|dollars|guaranies|soles|reais|euros|gourdes|"
    r"personas?|habitantes|ejemplares|documentos|cedulas|pasaportes|victimas|casos|registros|llamadas|consultas|"
    r"estudiantes|hogares|mujeres|ninos|alumnos|funcionarios|visitas|usuarios|"
    r"pessoas|exemplares|passaportes|vitimas|registros|chamadas|denuncias|domicilios|alunos|"
    r"people|persons|inhabitants|copies|documents|passports|victims|cases|records|calls|households|students|users|"
    r"personnes|habitants|exemplaires|passeports|victimes|cas|appels|menages|eleves)(?![a-z]))"
)


_EMPTINESS: Final = " " * 64
"""So much room stands between two texts, whatever they are: the words of megabytes of spaces are not looked at."""


class Span(NamedTuple):
    """From where to where, and what was found: the code's last words."""

    start: int
    end: int
    kind: str


class Number(NamedTuple):
    """A long number with its separators, at its place, with what stands right before it."""

    start: int
    end: int
    text: str
    digits: str
    before: str

    @property
    def is_date(self) -> bool:
        """Whether it is a day in any order, or two years."""
        return bool(compiled(_DATE).fullmatch(self.text))

    @property
    def is_round(self) -> bool:
        """Whether it has the thousands of a quantity and ends like one."""
        return bool(compiled(_THOUSANDS).fullmatch(self.text)) and self.text.endswith("000")

    @property
    def has_thousands(self) -> bool:
        """Whether it is grouped by thousands, as amounts are."""
        return bool(compiled(_THOUSANDS).fullmatch(self.text))


@dataclass(frozen=True)
class Reading:
    """A text with letters without accents and one sort of space, dash and quote; `flat` is in small letters.

    Both are as long as the text, character by character. Addresses of pages, and spaces without end, are blotted out.
    """

    plain: str
    flat: str

    @classmethod
    def of(cls, text: str) -> Reading:
        """The reading of a text."""
        for letter, instead in _PLAIN:
            text = text.replace(letter, instead)
        if _EMPTINESS in text:
            text = compiled(f"{_EMPTINESS}+").sub(lambda match: SEPARATOR * len(match[0]), text)
        flat = text.lower()
        if "://" in flat or "www." in flat:
            flat = compiled(_ADDRESS_OF_PAGE).sub(lambda match: SEPARATOR * len(match[0]), flat)
        return cls(text, flat)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number of five digits or more that may be more than an amount, a date, an act's or a company's."""
        found = (self._number(match.start(), match.end()) for match in compiled(_LONG_NUMBER).finditer(self.flat))
        return tuple(number for number in found if not (number.is_date or self._is_of_things(number)))

    def _number(self, start: int, end: int) -> Number:
        text = self.flat[start:end]
        before = self.flat[max(0, start - WINDOW) : start].rpartition(SEPARATOR)[2]
        return Number(start, end, text, re.sub("[^0-9]", "", text), before)

    def _is_of_things(self, number: Number) -> bool:
        after = compiled(_BEFORE_THINGS).match(self.flat, number.end)
        return bool(
            after
            or number.is_round
            or compiled(_AFTER_ACT).search(number.before)
            or compiled(_AFTER_CURRENCY).search(number.before)
        )


WINDOW: Final = 64
"""Characters before a number in which a word can say what it is."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: most files need few of them, and all together take long."""
    return re.compile(pattern)


def word(*alternatives: str) -> str:
    """The pattern of any of these words, whole."""
    return rf"(?<![a-z0-9])(?:{'|'.join(alternatives)})(?![a-z0-9])"


def every(text: str, stems: Iterable[str]) -> list[int]:
    """Where any of these stems begins, in order."""
    places = []
    for stem in stems:
        at = text.find(stem)
        while at >= 0:
            places.append(at)
            at = text.find(stem, at + 1)
    return sorted(places)


_POINT: Final = r"\.(?:(?<=\b[a-z]\.)|(?<=\b[a-z]{2}\.)|(?<=\b[a-z]{3}\.)|(?! ))"
LINK: Final = rf"(?>[^0-9;.!?\0]|{_POINT}){{0,40}}+"
"""What may stand between a word and its number: no end of a sentence, but the point of an abbreviation."""
