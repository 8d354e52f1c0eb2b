"""What a level does to an answer, by whichever command it is given."""

from __future__ import annotations

from trata_cli.method import fingerprints, totals
from trata_cli.model.assessment import WORDS, Answer, Word
from trata_cli.model.plan import Place, Plan


def with_level(
    plan: Plan, place: Place, old: Answer, level: int | Word, today: str, reason: str | None = None
) -> Answer:
    """An answer with a level given today (an ISO date).

    A word's reason is none for a number, and one word's none for the other; any other reason stays until there is a
    new one. A level where institutions state others decides between them.
    """
    keeps_reason = level == old.level or not {level, old.level} & set(WORDS)
    is_decision = totals.state(old, plan) == totals.UNDECIDED or (
        level != old.level and any(each != level for each in totals.stated(old))
    )
    return old.model_copy(
        update={
            "level": level,
            "reason": reason or (old.reason if keeps_reason else None),
            "answered": today,
            "wording": fingerprints.wording(plan, place),
            "decided": today if is_decision else old.decided,
        }
    )


def cleared(old: Answer) -> Answer | None:
    """What is left of a cleared answer: what others say of the indicator is not the country's to clear."""
    return Answer(statements=old.statements) if old.statements else None


def is_fall(now: Answer, before: Answer | None) -> bool:
    """Whether a level is below the one of the year before."""
    return (
        before is not None and isinstance(now.level, int) and isinstance(before.level, int) and now.level < before.level
    )
