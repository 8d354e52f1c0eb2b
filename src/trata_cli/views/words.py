"""The format's own words (states, statuses, types of evidence) in the language in force."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method.comparison import Obstacle
from trata_cli.method.totals import UNANSWERED, UNDECIDED, State
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, Assessment, Audience, EvidenceType, Status
from trata_cli.model.comparability import ChangeKind
from trata_cli.model.plan import Plan

_STATES: Final[dict[State, str]] = {
    NOT_APPLICABLE: N_("not applicable"),
    NO_INFORMATION: N_("no information"),
    UNANSWERED: N_("unanswered"),
    UNDECIDED: N_("undecided"),
}
_STATUSES: Final[dict[Status, str]] = {
    "draft": N_("draft"),
    "reviewed": N_("reviewed, not final"),
    "final": N_("final"),
}
_EVIDENCE_TYPES: Final[dict[EvidenceType, str]] = {
    "official-act": N_("official act"),
    "internal-document": N_("internal document"),
    "third-party": N_("third-party source"),
    "statement": N_("statement"),
}
_AUDIENCES: Final[dict[Audience, str]] = {"public": N_("public"), "internal": N_("internal")}
_CHANGES: Final[dict[ChangeKind, str]] = {
    "same": N_("same"),
    "reworded": N_("reworded"),
    "rescaled": N_("rescaled"),
    "split": N_("split"),
    "merged": N_("merged"),
    "new": N_("new"),
    "retired": N_("retired"),
}
_OBSTACLES: Final[dict[Obstacle, str]] = {
    "part": N_("Nothing is compared with the earlier file: one of the two is an institution's part, not a whole."),
    "other-country": N_("Nothing is compared with the earlier file: it is another country's."),
    "other-edition": N_("Nothing is compared with the earlier file: it answers another edition of the plan."),
    "not-consecutive": N_("Nothing is compared with the earlier file: it is not of the year before."),
    "other-year": N_("Nothing is compared with the earlier version: it is of another year."),
}

_LANGUAGES: Final = {"es": N_("Spanish"), "en": N_("English"), "pt": N_("Portuguese"), "fr": N_("French")}

_FIRST_INVENTED, _LAST_INVENTED = "XAA", "XXZ"


def country_name(assessment: Assessment, plan: Plan) -> str:
    """A country by the name that the file gives it, else by the plan's, else by its code."""
    return assessment.country_name or plan.countries.get(assessment.country, assessment.country)


def is_invented(country: str) -> bool:
    """Whether a country's code is one of those that ISO 3166 keeps for inventions."""
    return _FIRST_INVENTED <= country <= _LAST_INVENTED


def state_name(state: State) -> str:
    """A state without a level in words, a level as its number."""
    return str(state) if isinstance(state, int) else _(_STATES[state])


def level_name(level: int, plan: Plan) -> str:
    """A level with its number and the plan's name for it: `3 · Cumplido`."""
    name = plan.levels.get(level)
    return f"{level} · {name}" if name else str(level)


def state_text(state: State, plan: Plan) -> str:
    """A state in words, a level with its number and name."""
    return level_name(state, plan) if isinstance(state, int) else state_name(state)


def status_name(status: Status) -> str:
    """A file's status in words."""
    return _(_STATUSES[status])


def evidence_type_name(type_: EvidenceType) -> str:
    """A type of evidence in words."""
    return _(_EVIDENCE_TYPES[type_])


def audience_name(audience: Audience) -> str:
    """For whom something is, in words."""
    return _(_AUDIENCES[audience])


def change_name(change: ChangeKind) -> str:
    """What became of an indicator from one edition to the next, in a word."""
    return _(_CHANGES[change])


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Why two files are not compared, as a sentence."""
    return _(_OBSTACLES[obstacle])


def years(found: tuple[int, ...]) -> str:
    """Years one after another: `2025, 2026`."""
    return ", ".join(str(year) for year in found)


def language_name(code: str) -> str:
    """A language in words, as it stands in the middle of a sentence; one that is not known here as its code."""
    return _(_LANGUAGES[code]) if code in _LANGUAGES else code


def translation_note(plan: Plan) -> str | None:
    """That a plan is told in a translation, and which text counts; nothing of one in its own language."""
    if plan.language == plan.canonical.language:
        return None
    text = _("The plan's texts are an unofficial translation; the text that counts is the one in {language}.")
    return text.format(language=language_name(plan.canonical.language))
