"""A plan's texts in another language: unofficial, and each tied to the text that it renders."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from trata_cli.model.plan import Id
from trata_cli.model.values import Integer, Text, Value, fault, spelled

TRANSLATION_FORMAT: Final = "trata/plan-translation/1"
_FINGERPRINT: Final = "t-[0-9a-f]{8}"


def _fingerprint(text: str) -> str:
    if not re.fullmatch(_FINGERPRINT, text):
        raise fault("bad-fingerprint", found=text, expected="t-01234567")
    return text


class Edition(Value):
    """The edition of a plan that is translated."""

    id: Id
    version: Integer


class Rendering(Value):
    """One text in the other language, and the fingerprint of the text that it renders (`of`)."""

    of: Annotated[Text, AfterValidator(_fingerprint), spelled(_FINGERPRINT)]
    text: Text


class Translation(Value):
    """The texts of an edition in another language, by their places in the plan (`method.translation.texts`).

    It is never official: what counts is the plan in its own language.
    """

    format: Literal["trata/plan-translation/1"]
    plan: Edition
    language: Text
    status: Literal["unofficial"]
    texts: dict[str, Rendering]
