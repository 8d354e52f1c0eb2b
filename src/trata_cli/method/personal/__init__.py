"""Personal data in free texts: what can be found by its form, and how it is shown without being repeated.

Found are e-mail addresses, telephone numbers, numbers of identity documents, coordinates, street addresses near a
shelter, and small counts of persons, in Spanish, Portuguese, English and French. Names can't be found by their form.
What is public on purpose (a hotline, an office) looks the same: whoever reads decides. Few false alarms count for
more than the last find: who is warned about every decree stops reading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from trata_cli.method.personal import contacts, counts, documents, places
from trata_cli.method.personal.reading import SEPARATOR, Reading, Span

PREFIX: Final = "personal-data-"
"""What every code of this package begins with."""
LONGEST: Final = 400
"""Characters: no match is longer."""
_DETECTORS: Final = (
    contacts.emails,
    contacts.phones,
    documents.numbers,
    places.coordinates,
    places.addresses,
    counts.small_counts,
)
_SHORTEST: Final = 6
_BETWEEN: Final = f" {SEPARATOR} "
_HIDDEN: Final = "•"
_SHOWN: Final = {"email": 1, "small-count": 0}
"""Letters and digits at the beginning of a match that are shown so that it can be found; 2 where not said here."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text that looks like personal data: the rule's code, from where to where, how it may be shown.

    `start` and `end` count code points, as a slice does. `masked` is as long as what was matched.
    """

    code: str
    start: int
    end: int
    masked: str


def findings_in(text: str) -> list[Match]:
    """What looks like personal data in a text, in its order, none over another. Never raises, whatever the text."""
    if len(text) < _SHORTEST:
        return []
    reading = Reading.of(text)
    taken: list[Span] = []
    for detector in _DETECTORS:
        taken += _apart(detector(reading), taken)
    return [Match(PREFIX + kind, start, end, _mask(text, kind, start, end)) for start, end, kind in sorted(taken)]


def findings_in_all(texts: list[str]) -> Iterator[tuple[int, Match]]:
    """The same for many texts at once, each match with the number of its text: a whole file costs one search."""
    matches = findings_in(_BETWEEN.join(texts))
    starts = [*accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0)] if matches else []
    for match in matches:
        number = bisect_right(starts, match.start) - 1
        start = starts[number]
        yield number, Match(match.code, match.start - start, match.end - start, match.masked)


def masked(text: str) -> str:
    """A text of the same length in which nothing that looks like personal data can be read."""
    shown, last = [], 0
    for match in findings_in(text):
        shown += [text[last : match.start], match.masked]
        last = match.end
    return "".join([*shown, text[last:]])


def _apart(found: Iterator[Span], taken: list[Span]) -> list[Span]:
    """The spans that touch none of those taken, nor each other: of two that do, the first in the text."""
    new: list[Span] = []
    others = sorted(taken)
    place = 0
    for span in sorted(found):
        while place < len(others) and others[place].end <= span.start:
            place += 1
        is_free = place == len(others) or span.end <= others[place].start
        if is_free and (not new or new[-1].end <= span.start):
            new.append(span)
    return new


def _mask(text: str, kind: str, start: int, end: int) -> str:
    """A match with its form and its beginning; of a count of persons only the count is hidden."""
    hidden = counts.length_of_count(text[start:end]) if kind == "small-count" else end - start
    shown = _SHOWN.get(kind, 2)
    letters = []
    for character in text[start : start + hidden]:
        is_letter = character.isalnum()
        letters.append(_HIDDEN if is_letter and shown <= 0 else character)
        shown -= is_letter
    return "".join(letters) + text[start + hidden : end]
