"""A country's self-assessment of one year: answers to a plan's indicators, with their evidence."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from trata_cli.model.plan import Id
from trata_cli.model.values import (
    Date,
    Integer,
    PartialDate,
    RelativePath,
    Sha256,
    Text,
    Url,
    Value,
    Year,
    Years,
    as_integer,
    fault,
    spelled,
)

ASSESSMENT_FORMAT = "trata/assessment/1"

NOT_APPLICABLE: Final = "not-applicable"
NO_INFORMATION: Final = "no-information"
Word = Literal["not-applicable", "no-information"]
WORDS: Final[tuple[Word, ...]] = (NOT_APPLICABLE, NO_INFORMATION)
"""The two answers that are no level: each needs its reason."""

EvidenceType = Literal["official-act", "internal-document", "third-party", "statement"]
EVIDENCE_TYPES: Final[tuple[EvidenceType, ...]] = (
    "official-act",
    "internal-document",
    "third-party",
    "statement",
)
Audience = Literal["public", "internal"]
Status = Literal["draft", "reviewed", "final"]

_COUNTRY: Final = "[A-Z]{3}"
_WORDING: Final = "w-[0-9a-f]{8}"
_CONTENT: Final = "c-[0-9a-f]{16}"


def _level(found: object) -> object:
    number = as_integer(found)
    if (isinstance(number, int) and not isinstance(number, bool)) or found in WORDS:
        return number
    raise fault("bad-level", found=found, expected=", ".join(WORDS))


def _country(text: str) -> str:
    if not re.fullmatch(_COUNTRY, text):
        raise fault("bad-country", found=text)
    return text


def _wording(text: str) -> str:
    if not re.fullmatch(_WORDING, text):
        raise fault("bad-fingerprint", found=text, expected="w-01234567")
    return text


def _content(text: str) -> str:
    if not re.fullmatch(_CONTENT, text):
        raise fault("bad-fingerprint", found=text, expected="c-0123456789abcdef")
    return text


Level = Annotated[
    int | Word,
    BeforeValidator(_level),
    WithJsonSchema({"type": ["integer", "string"], "pattern": f"^(?:{'|'.join(WORDS)})$"}),
]
"""A level of the plan, or one of the two words."""
Country = Annotated[str, AfterValidator(_country), spelled(_COUNTRY)]
"""ISO 3166-1 alpha-3 in capitals; XAA to XXZ are free for invented countries."""

Wording = Annotated[str, AfterValidator(_wording), spelled(_WORDING)]
"""The fingerprint of the words to which a level was given (`method.fingerprints`)."""


class Evidence(Value):
    """A document on which an answer rests, and where it can be found."""

    title: Text
    type: EvidenceType
    date: PartialDate | None = None
    covers: Years | None = None
    issuer: Text | None = None
    url: Url | None = None
    file: RelativePath | None = None
    reference: Text | None = None
    sha256: Sha256 | None = None
    audience: Audience = "public"

    @property
    def where(self) -> str | None:
        """The place of the document: address, file or reference, whichever is given first."""
        return self.url or self.file or self.reference


class Target(Value):
    """What comes next for an indicator: a level to reach, by when, led by whom, through which action."""

    level: Integer
    by: PartialDate | None = None
    lead: Text | None = None
    action: Text | None = None


class Statement(Value):
    """What an institution or a reviewer says of the same indicator, beside the country's own level.

    It can hold all that an answer says, so that an institution's part is merged without a loss; `date` is the day on
    which it was answered.
    """

    by: Text
    role: Literal["institution", "reviewer"]
    level: Level | None = None
    reason: Text | None = None
    note: Text | None = None
    internal_note: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    date: PartialDate | None = None
    wording: Wording | None = None
    decided: Date | None = None
    target: Target | None = None


class Answer(Value):
    """A country's answer to one indicator."""

    level: Level | None = None
    reason: Text | None = None
    note: Text | None = None
    internal_note: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    answered: Date | None = None
    wording: Wording | None = None
    decided: Date | None = None
    target: Target | None = None
    statements: tuple[Statement, ...] = ()


class PlanReference(Value):
    """The edition of a plan that an assessment answers."""

    id: Id
    version: Integer


class Part(Value):
    """Says that a file is one institution's part, and of which indicators."""

    institution: Text
    ids: tuple[Text, ...] = ()


class SignOff(Value):
    """Who signed a file as final, when, and the fingerprint of all that was signed."""

    date: Date | None = None
    by: Text | None = None
    content: Annotated[str, AfterValidator(_content), spelled(_CONTENT)]


class Assessment(Value):
    """A whole file: who assesses what year against which plan, and the answers by indicator id."""

    format: Literal["trata/assessment/1"]
    plan: PlanReference
    country: Country
    country_name: Text | None = None
    year: Year
    institution: Text | None = None
    status: Status
    part: Part | None = None
    assignments: dict[str, tuple[Text, ...]] = {}
    final: SignOff | None = None
    answers: dict[str, Answer] = {}
