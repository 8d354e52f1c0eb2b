"""Numbers of identity documents of the Americas.

Sure is a printed form with its separators and a valid check digit (CURP has no separators). Likely is a number in any
form after a word that says what it is: many countries' numbers have no check digit, and every amount would be one.
A company's tax number is no person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from trata_cli.method.personal.reading import LINK, Number, Reading, Span, compiled, word

SURE: Final = "document"
LIKELY: Final = "document-likely"

_WORDS: Final = (
    word(
        r"d\.? ?n\.? ?i|cpf|curp|c\. ?[ic]|c[ic]|cedul[ae]|dui|dpi|cuil?|rg|ssn|itin|ine|rfc",
        "(?:documento|carnet?|tarjeta|cartao|carteira|numero) de identidade?|documento (?:nacional|de identificacion)",
        "national id|id (?:card|number|no)|identity (?:card|document)|social (?:security|insurance)",
        "(?:carte|piece) d'identite|pasaporte|passaporte|passport|passeport",
    )
    + rf"(?P<link>{LINK})$"
)
_WEAK_WORDS: Final = (
    word("documento", "doc", "identidade?", "identification", "identificacion")
    + r"[ .]*(?:(?:n|no|nro|num|numero|number)?[ .°:#]*)$"
)
_CHILEAN_WORDS: Final = word("rut", "run") + rf"{LINK}$"
_CANADIAN_WORDS: Final = word("sin", "nas") + r"[ .:#°no]{0,6}$"

_LETTERS_BEFORE: Final = r"(?<![a-z0-9])(?!n°)[a-z]{1,3}-?$"
_LETTER_AFTER: Final = r"-?[a-z](?![a-z0-9])"
_CURP: Final = r"[a-z]{4}[0-9]{6}[hm][a-z]{5}[0-9a-z][0-9]"
_ELECTOR: Final = r"[a-z]{6}[0-9]{8}[hm][0-9]{3}"
_RUN: Final = "[a-z0-9]{0,24}"
_FEWEST, _MOST = 6, 14
_FIRST_COMPANY: Final = 50_000_000
"""From here on a Chilean RUT is no person's."""


@cache
def _library() -> dict[str, Callable[[str], bool]]:
    """The checks of python-stdnum that are used, by name: loaded when a number has their form, since that is slow.

    `do.cedula.check_dgii` is none of them: it asks the network.
    """
    from stdnum.ar import cuit
    from stdnum.br import cpf
    from stdnum.ca import sin
    from stdnum.cl import rut
    from stdnum.do import cedula
    from stdnum.ec import ci
    from stdnum.mx import curp
    from stdnum.ve import rif

    modules = {"cuit": cuit, "cpf": cpf, "sin": sin, "rut": rut, "cedula": cedula, "ci": ci, "curp": curp, "rif": rif}
    return {name: module.is_valid for name, module in modules.items()}


def _valid(name: str) -> Callable[[str], bool]:
    """A check of the library, which is not loaded before it is called."""
    return lambda number: _library()[name](number)


def _brazilian(number: str) -> bool:
    """CPF; eleven times the same digit passes its check, and is what forms are filled with."""
    return len(set(number) - {".", "-"}) > 1 and _library()["cpf"](number)


def _chilean_or_uruguayan(number: str) -> bool:
    """RUT of a person and CI have the same printed form."""
    return (_is_chilean_person(number) and _library()["rut"](number)) or is_uruguayan(number)


def _is_chilean_person(number: str) -> bool:
    digits = re.fullmatch("([0-9]{7,8})[0-9k]", re.sub("[. -]", "", number))
    return digits is not None and int(digits[1]) < _FIRST_COMPANY


def is_uruguayan(number: str) -> bool:
    """Whether a number is a valid Uruguayan CI: seven digits times 8, 1, 2, 3, 4, 7, 6; the last digit of the sum.

    An older number of six digits has a zero before it. Source: the algorithm of the Dirección Nacional de
    Identificación Civil as https://github.com/picandocodigo/ci_js publishes it (there with weights 2, 9, 8, 7, 6, 3, 4
    and the complement to ten, which is the same).
    """
    digits = re.sub("[^0-9]", "", number)
    sum_ = sum(weight * int(digit) for weight, digit in zip((8, 1, 2, 3, 4, 7, 6), digits, strict=False))
    return len(digits) == 8 and int(digits[7]) == sum_ % 10


def is_salvadoran(number: str) -> bool:
    """Whether a number is a valid Salvadoran DUI: eight digits times 9 to 2; what the sum lacks to a multiple of ten.

    Source: the Registro Nacional de las Personas Naturales' modulus 10, as
    https://www.svcommunity.org/forum/programacioacuten/como-calcular-digito-verificador-del-dui-y-nit/ describes it.
    """
    digits = re.sub("[^0-9]", "", number)
    sum_ = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=False))
    return len(digits) == 9 and int(digits[:8]) > 0 and int(digits[8]) == -sum_ % 10


_PRINTED: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    (r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", _brazilian),
    (r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9k]", _chilean_or_uruguayan),
    (r"[0-9]{3}-[0-9]{7}-[0-9]", _valid("cedula")),
    (r"[0-9]{9}-[0-9]", _valid("ci")),
    (r"[0-9]{8}-[0-9]", is_salvadoran),
    (r"(?:20|23|24|27)-[0-9]{8}-[0-9]", _valid("cuit")),  # a person's: the DNI stands in the middle
    (r"[1-7][0-9]{2}-[0-9]{3}-[0-9]{3}", _valid("sin")),
    (r"[ve]-[0-9]{8}-[0-9]", _valid("rif")),
)


def is_named(before: str) -> bool:
    """Whether a word for a document stands before a number, of which this is what stands before it."""
    return bool(compiled(_WORDS).search(before))


def numbers(reading: Reading) -> Iterator[Span]:
    """Numbers of documents, sure and likely ones."""
    for number in reading.numbers:
        start, end = _whole(reading.flat, number)
        written = reading.flat[start:end]
        if _is_sure(written):
            yield Span(start, end, SURE)
        elif compiled(_ELECTOR).fullmatch(written) or _is_likely(number, written):
            yield Span(start, end, LIKELY)
        else:
            yield from _sure_parts(reading.flat, number)


def _sure_parts(text: str, number: Number) -> Iterator[Span]:
    """What is sure among numbers with nothing but spaces between them."""
    for part in re.finditer("[^ ]+", number.text) if " " in number.text else ():
        start, end = number.start + part.start(), number.start + part.end()
        after = compiled(_LETTER_AFTER).match(text, end)
        end = after.end() if after else end
        if _is_sure(text[start:end]):
            yield Span(start, end, SURE)


def _whole(text: str, number: Number) -> tuple[int, int]:
    """A number with the letters that belong to it: all of a run of letters and digits, or a few at either end."""
    if number.text == number.digits:
        left = re.search("[a-z0-9]{0,24}$", number.before)
        right = compiled(_RUN).match(text, number.end)
        start, end = number.start - len(left[0] if left else ""), right.end() if right else number.end
        if end - start == 18:  # CURP, and the key of an elector
            return start, end
    letters = compiled(_LETTERS_BEFORE).search(number.before)
    is_word = letters and compiled(_WORDS).search(letters[0].rstrip("-"))
    after = compiled(_LETTER_AFTER).match(text, number.end)
    return number.start - (len(letters[0]) if letters and not is_word else 0), after.end() if after else number.end


def _is_sure(written: str) -> bool:
    if compiled(_CURP).fullmatch(written):
        return _library()["curp"](written)
    is_bare = written.isdigit()  # no printed form is without its separators
    return not is_bare and any(re.fullmatch(form, written) and check(written) for form, check in _PRINTED)


def _is_likely(number: Number, written: str) -> bool:
    before, digits = number.before, number.digits
    if not _FEWEST <= len(digits) <= _MOST:
        return False
    if compiled(_CHILEAN_WORDS).search(before):
        return _is_chilean_person(written)
    if compiled(_CANADIAN_WORDS).search(before):
        return bool(re.fullmatch("[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}", written))
    if re.fullmatch(r"[ve]-?[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}", written):
        return True
    if compiled(_WORDS).search(before):
        return True
    return bool(compiled(_WEAK_WORDS).search(before)) and not re.search(r"[/,]|^(?:19|20)[0-9]{2}-", number.text)
