"""Where the files that trata ships are: inside the package of a wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def resource(name: str) -> Path:
    """The path of a shipped file, such as `data/plan.yaml`.

    A wheel carries `data/`, `schemas/` and `templates/` inside the package; a checkout and an editable install keep
    them at the root, which no import system sees.
    """
    inside = _PACKAGE / name
    return inside if inside.exists() else _CHECKOUT / name
