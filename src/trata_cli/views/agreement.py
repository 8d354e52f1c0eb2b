"""How far institutions agree, in words and for machines. Internal: no public report shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from trata_cli.i18n import _
from trata_cli.method.agreement import Agreement
from trata_cli.views.index import percent


def agreement_lines(found: Agreement) -> list[str]:
    """The agreement of institutions in a few sentences; none where no two have answered the same indicator."""
    if not found.shared:
        return []
    text = _("Internal: institutions agree on {same} of {shared} shared indicators ({share})")
    lines = [text.format(same=found.same, shared=found.shared, share=percent(found.percent))]
    if found.far:
        lines.append(_("Two levels or more apart: {ids}").format(ids=", ".join(found.far)))
    if found.alpha is not None:
        alpha = _("Krippendorff's alpha, ordinal, over {rated} indicators: {alpha}")
        lines.append(alpha.format(rated=found.rated, alpha=_decimal(found.alpha)))
    return lines


def agreement_data(found: Agreement) -> dict[str, Any]:
    """The same for machines, unrounded."""
    return {**asdict(found), "far": list(found.far), "percent": found.percent}


def _decimal(value: float) -> str:
    """A number with two decimals, written as the language does."""
    whole, decimals = f"{value:.2f}".split(".")
    return _("{whole}.{decimals}").format(whole=whole, decimals=decimals)
