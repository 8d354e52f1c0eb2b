"""Texts that a public report does not print until somebody has looked at them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method.personal.texts import with_text
from trata_cli.model.assessment import Assessment
from trata_cli.model.problem import Pointer

_INSTEAD: Final = {
    "note": N_("note withheld: to be reviewed"),
    "reason": N_("reason withheld: to be reviewed"),
    "title": N_("title withheld: to be reviewed"),
    "issuer": N_("issuer withheld: to be reviewed"),
    "reference": N_("reference withheld: to be reviewed"),
    "lead": N_("leading institution withheld: to be reviewed"),
    "action": N_("action withheld: to be reviewed"),
}
_NAME_INSTEAD: Final = N_("name withheld: to be reviewed")


def without(assessment: Assessment, withheld: Iterable[Pointer]) -> Assessment:
    """An assessment with a word in place of each text that is withheld, whole: nobody rewrites what a State wrote."""
    for pointer in withheld:
        assessment = with_text(assessment, pointer, _(_INSTEAD.get(str(pointer[-1]), _NAME_INSTEAD)))
    return assessment
