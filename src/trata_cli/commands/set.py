"""`trata set`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from trata_cli.commands.common import (
    OK,
    open_assessment,
    open_shelf,
    readable,
    refuse_final,
    refused,
    wrong,
)
from trata_cli.files.assessments import Reading
from trata_cli.files.document import reason as reason_of
from trata_cli.files.personal import in_values
from trata_cli.files.saving import NotSaved, save_answer
from trata_cli.i18n import _, language
from trata_cli.method import answering, entries, ids
from trata_cli.method.personal.texts import newly_found
from trata_cli.model.assessment import WORDS, Answer
from trata_cli.model.plan import Place, Plan
from trata_cli.model.problem import Pointer
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.terminal import Terminal
from trata_cli.views.words import state_name


def run(
    file: str,
    id: str,  # noqa: A002 - the argument's name
    *,
    level: str | None,
    note: str | None,
    reason: str | None,
    clear: bool,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Give or clear one answer without the interview."""
    terminal = Terminal(quiet=quiet)
    if clear == (level is not None) or (clear and (note is not None or reason is not None)):
        raise wrong(_("Give either --level (with --note and --reason, if you like) or --clear."), terminal)
    shelf = open_shelf(plans, terminal, language())
    reading = open_assessment(file, shelf, terminal)
    assessment, plan = readable(reading, terminal)
    refuse_final(assessment, file, terminal)
    place = _place(plan, id, terminal)
    if place.id not in ids.plan_of(assessment, plan).places:
        raise wrong(_("{id} is not among the indicators of this part.").format(id=place.id), terminal)
    old = assessment.answers.get(place.id)
    new = (
        answering.cleared(old or Answer()) if level is None else _with(plan, place, old, level, note, reason, terminal)
    )
    try:
        save_answer(file, plan, place.id, old, new)
    except NotSaved as error:
        terminal.refuse(_("{id} could not be saved: the file has no plain place for it.").format(id=place.id))
        raise refused(error.problems or reading.problems, terminal) from None
    except OSError as error:
        text = _("{id} could not be saved: {reason}.")
        raise wrong(text.format(id=place.id, reason=_(reason_of(error))), terminal) from None
    terminal.talk(_("{id} cleared").format(id=place.id) if clear else _("{id} saved").format(id=place.id))
    if entered := newly_found(old, new):
        _warn(open_assessment(file, shelf, terminal), {("answers", place.id, *each) for each in entered}, terminal)
    return OK


def _warn(reading: Reading, entered: Collection[Pointer], terminal: Terminal) -> None:
    """Name what looks like personal data in the texts that were just saved, and the next step."""
    found = [each for each in in_values(reading.document, reading.problems) if each.pointer in entered]
    if found:
        terminal.talk(problem_views.as_text(found, 1).rstrip())


def _place(plan: Plan, typed: str, terminal: Terminal) -> Place:
    found = ids.resolve(plan, typed)
    if len(found) == 1:
        return plan.places[found[0]]
    if found:
        text = _("“{typed}” can be {ids}: name one of them.").format(typed=visible(typed), ids=", ".join(found))
        raise wrong(text, terminal)
    raise wrong(
        _("“{typed}” is no indicator. See the ids with: trata plan show").format(typed=visible(typed)),
        terminal,
    )


def _with(
    plan: Plan,
    place: Place,
    old: Answer | None,
    level: str,
    note: str | None,
    reason: str | None,
    terminal: Terminal,
) -> Answer:
    found = entries.level(plan, level)
    if found is None:
        scale = ", ".join(str(each) for each in sorted(plan.levels))
        text = _("“{typed}” is not a level. Allowed: {scale}, not-applicable, no-information.")
        raise wrong(text.format(typed=visible(level), scale=scale), terminal)
    given = entries.clean(reason or "")[0] or None
    answer = answering.with_level(plan, place, old or Answer(), found, date.today().isoformat(), given)
    if found in WORDS and not answer.reason:
        text = _("“{word}” needs a reason: add --reason").format(word=state_name(found))
        raise wrong(text, terminal)
    if note is None:
        return answer
    return answer.model_copy(update={"note": entries.clean(note)[0] or None})
