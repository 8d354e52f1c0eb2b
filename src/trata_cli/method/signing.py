"""Signing off: a file goes from draft to reviewed to final, a step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trata_cli.method import fingerprints
from trata_cli.model.assessment import Assessment, SignOff, Status

NEXT: Final[Mapping[Status, Status]] = {"draft": "reviewed", "reviewed": "final"}
"""What a file becomes next; from final there is no way on."""


def is_signed(assessment: Assessment) -> bool:
    """Whether a file is what a country stands by: final by its status, or signed whatever its status says."""
    return assessment.status == "final" or assessment.final is not None


def sign_off(assessment: Assessment, by: str | None, today: str) -> SignOff:
    """The signature (of `today`, an ISO date) under all that a file says, by somebody or by its institution."""
    return SignOff(date=today, by=by or assessment.institution, content=fingerprints.content(assessment))
