"""Editions: what of a plan makes it the edition that it is, and whether a file is the one that it calls itself."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding

Published = Mapping[str, Mapping[str, str]]
"""The digest of every published edition, by the plan's id, then by its version."""

_EVERY: Final = "__all__"
_DESCRIPTORS: Final = {_EVERY: {"short", "text", "proof"}}
_MEANING: Final[dict[str, Any]] = {
    "levels": True,
    "fulfilled_from": True,
    "reading_rules": True,
    "kinds": {_EVERY: {"renewal": True, "levels": _DESCRIPTORS}},
    "pillars": {
        _EVERY: {
            "title": True,
            "directives": {
                _EVERY: {
                    "text": True,
                    "indicators": {
                        _EVERY: {
                            "id": True,
                            "text": True,
                            "kind": True,
                            "guidance": True,
                            "renewal": True,
                            "levels": _DESCRIPTORS,
                        }
                    },
                }
            },
        }
    },
}
"""What decides the meaning of an answer; a source, an erratum, a hint, a case, a country's name may be mended."""


def digest(plan: Plan) -> str:
    """The SHA-256, 64 hex digits, of all in a plan that decides the meaning of an answer.

    It is taken over these values (and not those left out) as JSON with sorted keys and without spaces, in NFC and
    UTF-8: neither the layout of the file nor the way in which it writes an accent counts.
    """
    values = plan.canonical.model_dump(mode="json", include=_MEANING, exclude_none=True)
    composed = json.loads(unicodedata.normalize("NFC", json.dumps(values, ensure_ascii=False)))
    text = json.dumps(composed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed(plan: Plan, published: Published) -> Iterator[Finding]:
    """A plan that calls itself a published edition and says something else."""
    editions = published.get(plan.id, {})
    was = editions.get(str(plan.version))
    if was is not None and was != digest(plan):
        free = max(map(int, editions)) + 1
        yield Finding.of("edition-changed", ("version",), id=plan.id, version=plan.version, next=free)
