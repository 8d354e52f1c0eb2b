"""Fingerprints: of what was read when an indicator was answered, and of all that was signed as final."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Place, Plan


def wording(plan: Plan, place: Place) -> str:
    """`w-` and the first 8 hex digits of a SHA-256 over the words that decide a level.

    They are, in the plan's own language whatever it is read in, in NFC, joined by LF: the directive's text, the
    indicator's text, its guidance or nothing, and the text of each level's descriptor in force, lowest first. Short
    forms and proofs don't count.
    """
    plan = plan.canonical
    place = plan.places[place.id]
    descriptors = plan.descriptors(place.indicator).values()
    words = [
        place.directive.text,
        place.indicator.text,
        place.indicator.guidance or "",
        *(d.text for d in descriptors),
    ]
    return "w-" + hashlib.sha256(unicodedata.normalize("NFC", "\n".join(words)).encode()).hexdigest()[:8]


@lru_cache(maxsize=8)
def wordings(plan: Plan) -> Mapping[str, str]:
    """The wording of every indicator by its id: many files are checked against one plan."""
    return {id_: wording(plan, place) for id_, place in plan.places.items()}


def content(assessment: Assessment) -> str:
    """`c-` and the first 16 hex digits of a SHA-256 over the values of a file, all but `final`.

    They are what the file says and nothing that it leaves out, as JSON with sorted keys and without spaces, in UTF-8.
    Years that evidence covers count as a list, also where the file names one.
    """
    values = assessment.model_dump(mode="json", exclude={"final"}, exclude_unset=True)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "c-" + hashlib.sha256(text.encode()).hexdigest()[:16]
