"""Counts of one to nine persons: in a small place as good as a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from trata_cli.method.personal.reading import SEPARATOR, Reading, Span, compiled, word

_ONE: Final = "un|una|um|uma|une|a|an|one"
_MORE: Final = (
    "2|3|4|5|6|7|8|9|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|dois|duas|quatro|sete|oito|nove|"
    "two|three|four|five|six|seven|eight|nine|deux|trois|quatre|cinq|sept|huit|neuf"
)
_LONE: Final = "sol[oa]|unic[oa]|so|seule?|single|lone"
_WHAT_KIND: Final = (
    "nuev[oa]s?|posibles?|presunt[oa]s?|potencial(?:es)?|otr[oa]s?|jovenes|pequen[oa]s|supuest[oa]s?|"
    "nov[oa]s?|possiveis|possivel|supost[oa]s?|"
    "new|possible|potential|presumed|suspected|alleged|young|confirmed|adult|female|male|child|"
    "nouvelles?|jeunes?|presumees?|potentielles?"
)
_ALWAYS: Final = (
    "victimas?|vitimas?|victimes?|victims?|sobrevivientes?|sobreviventes?|survivors?|survivante?s?|"
    "testigos?|testemunhas?|witness(?:es)?|temoins?|nin[oa]s?|menin[oa]s?|criancas?|"
    "menores(?: de (?:edad|idade))?|menor de (?:edad|idade)|"
    "fillettes?|filles?|garcons?|enfants?|mineure?s?|girls?|boys?|child|children|minors?"
)
_WITH_EVENT: Final = (
    "personas?|mujer(?:es)?|hombres?|adolescentes?|joven(?:es)?|migrantes?|trabajador(?:es|as?)?|"
    "pessoas?|mulher(?:es)?|homem|homens|jovem|jovens|trabalhador(?:es|as?)?|"
    "persons?|people|wom[ae]n|m[ae]n|teenagers?|workers?|migrants?|personnes?|femmes?|hommes?"
)
_COUNT: Final = rf"(?:(?P<more>{_MORE})|1|(?P<one>{_ONE})) (?:(?:(?P<lone>{_LONE})|{_WHAT_KIND}) ){{0,2}}" + word(
    f"(?P<always>{_ALWAYS})", _WITH_EVENT
)
_BEGINNINGS: Final = frozenset(opened + count for opened in ("", "(", "[") for count in f"1|{_MORE}|{_ONE}".split("|"))
_PLURAL: Final = r"(?:[^s]s|children|men|people)(?: de (?:edad|idade))?$"

_DONE_TO: Final = (
    "rescatad|identificad|asistid|atendid|explotad|captad|repatriad|detectad|acogid|alojad|albergad|liberad|traficad|"
    "sometid|derivad|resgatad|assistid|explorad|aliciad|acolhid|encontrad|"
    "rescued|identified|assisted|exploited|repatriated|recruited|trafficked|found|sheltered|freed|"
    "secouru|identifie|assiste|exploite|rapatrie|prise?s? en charge|liberee?"
)
_IN_GENERAL: Final = (
    "es|son|sea|sean|fuera|puede|pueden|pueda|debe|no|que|para|como|e|sao|seja|pode|deve|"
    "is|are|be|may|can|must|should|when|who|est|sont|soit|peut|doit|qui"
)
_EVENT_AFTER: Final = rf"(?:,? (?!(?:{_IN_GENERAL}) )[a-z'-]+){{0,3}}?,? (?:{_DONE_TO})"
_EVENT_BEFORE: Final = (
    r"(?<![a-z])(?:"
    r"(?:rescat|identific|detect|repatri|liber|alberg|aloj|resgat|encaminh)(?:o|aron|ou|aram|ad[oa]s?)|"
    r"(?:asisti|atendi|acogi|recibi|assisti|acolhe|atende)(?:o|eron|do|da|dos|das|u|ram)|"
    r"(?:rescate|repatriacion|resgate|repatriacao|rescue|repatriation|rapatriement) (?:de|of)|"
    r"rescued|identified|assisted|repatriated|freed|sheltered|secouru|identifie|assiste|rapatrie|libere|"
    r"solo|solamente|apenas|unicamente|somente|only|seule?|seulement)e?s?(?: (?:a|con|ha|a total of))?[ :]$"
)
_NOT_SO_MANY: Final = (
    r"(?<![a-z])(?:"
    # a bound, a capacity, a share
    r"mas de|mais de|more than|over|plus de|menos de|fewer than|less than|moins de|hasta|ate|up to|jusqu'a|"
    r"capacidade? (?:para|de)|capacity (?:for|of)|plazas para|cupo (?:para|de)|cada|every|sur|each|one in|out of|"
    # the end of a larger number
    r"veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|cientos|mil|"
    r"vinte|trinta|quarenta|cinquenta|sessenta|oitenta|cento|twenty|thirty|forty|fifty|sixty|hundred|thousand|"
    r"vingt|trente|quarante|cinquante|soixante|cent|mille|[0-9]{1,3}|"
    # the number of an article, a level, a table
    r"articulos?|arts?\.?|directriz|indicador(?:es)?|nivel|level|niveau|figura|cuadro|tabla|anexo"
    r")(?: (?:y|e|et|and))? $"
)
_NOT_SO_MANY_AFTER: Final = (
    r" (?:o mas|ou mais|or more|ou plus|por cada|per )"
    r"| (?:(?:sur|out of) (?:[0-9]|dix|cent|ten)|(?:de|em) (?:diez|dez|cada))|['\-]"
)
_MOST_BEFORE: Final = 48


def small_counts(reading: Reading) -> Iterator[Span]:
    """Counts of victims, witnesses and children; of other persons, and of one, where something happened to them.

    "One" is an article too: "a victim may testify" counts nobody.
    """
    text = reading.flat
    words = text.split(" ")  # many times faster than a pattern over the whole text
    beginnings = [
        number for number, each in enumerate(words[:-1]) if each in _BEGINNINGS and len(words[number + 1]) > 1
    ]
    ends = [*accumulate(map(len, words))] if beginnings else []
    for number in beginnings:
        start = ends[number] + number - len(words[number].lstrip("(["))
        count = compiled(_COUNT).match(text, start)
        if count and _is_of_persons(count, text[max(0, start - _MOST_BEFORE) : start]):
            yield Span(start, count.end(), "small-count")


def _is_of_persons(count: re.Match[str], before: str) -> bool:
    before = before.rpartition(SEPARATOR)[2]
    if compiled(_NOT_SO_MANY).search(before) or compiled(_NOT_SO_MANY_AFTER).match(count.string, count.end()):
        return False
    if bool(count["more"]) != bool(compiled(_PLURAL).search(count[0])):
        return False  # "two victim support officers", "recibe a mujeres"
    if count["always"] and (count["lone"] or not count["one"]):
        return True
    return bool(compiled(_EVENT_BEFORE).search(before) or compiled(_EVENT_AFTER).match(count.string, count.end()))


def length_of_count(match: str) -> int:
    """How many characters of a match are the count itself."""
    return len(match.split(None, 1)[0])
