"""trata: score, check and report a country's yearly self-assessment against a work plan."""

from __future__ import annotations

__version__ = "0.1.0"
