"""The fingerprint of what was read when an indicator was answered."""

from __future__ import annotations

import hashlib
import unicodedata

from trata_cli.model.plan import Place, Plan


def fingerprint(plan: Plan, place: Place) -> str:
    """`w-` and the first 8 hex digits of a SHA-256 over the words that decide a level.

    They are, in the plan's language, in NFC, joined by LF: the directive's text, the indicator's text, its guidance or
    nothing, and the text of each level's descriptor in force, lowest first. Short forms and proofs don't count.
    """
    descriptors = plan.descriptors(place.indicator).values()
    words = [
        place.directive.text,
        place.indicator.text,
        place.indicator.guidance or "",
        *(d.text for d in descriptors),
    ]
    return "w-" + hashlib.sha256(unicodedata.normalize("NFC", "\n".join(words)).encode()).hexdigest()[:8]
