"""`trata form`: a spreadsheet out to an institution, and back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from trata_cli.commands import Stop
from trata_cli.commands.common import (
    ERRORS,
    OK,
    cannot_open,
    cannot_write,
    deliver,
    open_assessment,
    open_shelf,
    readable,
    refuse_final,
    refused,
    wrong,
)
from trata_cli.commands.init import parse_name
from trata_cli.files import edit
from trata_cli.files.assessments import FOLDER, Reading, check_document, neighbour, read_assessment
from trata_cli.files.document import STANDARD_INPUT, Document, content_of, from_bytes
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import ChangedElsewhere, NotSaved, as_data, new_file, replace_document, with_fields
from trata_cli.files.sheets.places import at_cells, in_order, moved
from trata_cli.files.tree import START, Fault
from trata_cli.files.writing import write
from trata_cli.i18n import N_, _, language, ngettext, speaking
from trata_cli.method import comparability, comparison, totals
from trata_cli.method.checks import expected_name
from trata_cli.method.form import Grid, Recorded, SheetKey, handed_out, recorded, too_long
from trata_cli.method.form_answers import Data, Returned, Revision, returned, revised
from trata_cli.method.form_cells import Reader
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Message, Pointer, Problem, has_errors
from trata_cli.model.text import visible
from trata_cli.views import form as forms
from trata_cli.views import problems as problem_views
from trata_cli.views.terminal import Terminal, shell
from trata_cli.views.words import obstacle_sentence

_ENDING: Final = ".xlsx"
_NOT_OURS: Final = N_("it is no form of trata, or its hidden sheet is gone: fill in the form that you were given")
_NOT_INSTALLED: Final = N_("Forms need three libraries more: pip install 'trata[xlsx]'")


def export(file: str, output: str, *, part: str | None, previous: str | None, plans: Sequence[str], quiet: bool) -> int:
    """Write a file's answers, or an institution's part of them, as a spreadsheet to be filled in."""
    terminal = Terminal(quiet=quiet)
    if Path(output).suffix.lower() != _ENDING:
        raise wrong(
            _("a form needs a file whose name ends in .xlsx, not “{name}”").format(name=visible(output)), terminal
        )
    if os.path.lexists(output):  # it may be the one that somebody has filled in
        raise wrong(_("{path} is there already; a form is never overwritten.").format(path=visible(output)), terminal)
    shelf = open_shelf(plans, terminal, language())
    reading = open_assessment(file, shelf, terminal)
    assessment, plan = readable(reading, terminal)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    institution = None if part is None else _institution(part, assessment, file, terminal)
    base = handed_out(assessment, plan, institution)
    if found := too_long(base):
        named = ", ".join(f"{id_} ({field})" for id_, field in found)
        terminal.refuse(_("no cell of a spreadsheet takes texts as long as these: {named}").format(named=named))
        raise Stop(ERRORS)
    form = forms.build(base, plan, *_year_before(assessment, plan, file, previous, shelf, terminal))
    try:
        from trata_cli.files.sheets.writing import workbook  # an extra
    except ImportError:
        raise wrong(_(_NOT_INSTALLED), terminal) from None
    _write(output, workbook(form), terminal)
    text = _("New form: {path}. When it comes back: {command}")
    back = shell("form", "import", output, plans=plans)
    terminal.talk(text.format(path=visible(output), command=back))
    terminal.talk(_(problem_views.NAMES_NOTICE))
    return OK


def import_(file: str, *, output: str | None, plans: Sequence[str], quiet: bool) -> int:
    """Take a form that came back into a file: all of it, or nothing where anything is wrong."""
    terminal = Terminal(quiet=quiet)
    told, grids = _told(file, terminal)
    shelf = open_shelf(plans, terminal, told.language)
    path = output or f"{FOLDER}/{expected_name(told.base)}"
    plan = shelf.find(told.base.plan.id, told.base.plan.version, Path(path).parent)
    if plan is None:
        unknown = Finding.of("unknown-plan", (), id=told.base.plan.id, version=told.base.plan.version)
        raise refused(at_cells(file, [unknown], {}, _headed), terminal)
    target = _target(path, told.base, plan, shelf, terminal)
    base, now = _data(told.base), _data(target.assessment)
    with speaking(told.language):
        reader = Reader(plan, day_first=told.language != "en", choices=forms.choices(plan))
    form = returned(told, grids, base, reader)
    revision = revised(form.answers, base, now, _undecided(target.assessment, plan), plan, date.today().isoformat())
    new = _with(target, base, revision.changes, plan, terminal)
    reading = check_document(new, shelf)
    problems = _problems(file, form, revision, reading)
    if has_errors(problems):
        raise refused([each for each in problems if each.severity == "error"], terminal)
    _save(target, new, terminal)
    if problems:
        terminal.talk(problem_views.as_text(problems, 1).rstrip())
    terminal.talk(_taken_in(target, reading, revision))
    if form.missing:
        text = _("The form has no row for {ids}: what is answered there stays as it is.")
        terminal.talk(text.format(ids=", ".join(form.missing)))
    terminal.talk(_(problem_views.NAMES_NOTICE))
    return OK


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a form's answers go: a file's document and what it says, or those of one that is to be begun."""

    document: Document
    assessment: Assessment
    is_new: bool

    @property
    def path(self) -> str:
        """The file's path as it was named."""
        return self.document.name


def _institution(typed: str, assessment: Assessment, file: str, terminal: Terminal) -> str:
    """The institution that was named, which a whole file has something to ask of."""
    institution = parse_name(typed, "--part", terminal)
    if assessment.part:
        text = _("{path} is already a part, of {institution}: leave --part out.")
        raise wrong(text.format(path=visible(file), institution=visible(assessment.part.institution)), terminal)
    if assessment.assignments and institution not in assessment.assignments:
        text = _("{path} assigns nothing to “{typed}”. It names: {names}.")
        names = visible(", ".join(assessment.assignments))
        raise wrong(text.format(path=visible(file), typed=visible(institution), names=names), terminal)
    return institution


def _year_before(
    assessment: Assessment, plan: Plan, path: str, named: str | None, shelf: Shelf, terminal: Terminal
) -> tuple[int | None, Mapping[str, forms.YearBefore]]:
    """The year before and where its indicators stood: of the file that is named, else of the one beside."""
    if named:
        before = open_assessment(named, shelf, terminal)
        readable(before, terminal)
    else:
        found = _beside(assessment, path, shelf)
        if found is None:
            return None, {}
        before = found
    then, plan_before = before.assessment, before.plan
    if then is None or plan_before is None:
        return None, {}
    origins = comparability.origins(plan, plan_before)
    # An institution may well look at what the whole said, or its part before.
    whole_then, whole_now = (each.model_copy(update={"part": None}) for each in (then, assessment))
    if obstacle := comparison.obstacle(whole_then, whole_now, carried=origins is not None):
        terminal.talk(obstacle_sentence(obstacle))
        return None, {}
    return then.year, dict(_stood(then, plan_before, origins or {}))


def _beside(assessment: Assessment, path: str, shelf: Shelf) -> Reading | None:
    """The year before, as much as reads of it: the same part, else the whole."""
    whole = assessment.model_copy(update={"part": None})
    beside = next(filter(None, (neighbour(each, path) for each in (assessment, whole))), None)
    with contextlib.suppress(OSError):  # nobody named it: a form without it does as well
        return read_assessment(beside, shelf) if beside else None
    return None


def _stood(
    then: Assessment, plan: Plan, origins: Mapping[str, comparability.Origin]
) -> Iterator[tuple[str, forms.YearBefore]]:
    """Where each indicator stood, on the scale of now; those that were open are left out."""
    for id_, origin in origins.items():
        answer = then.answers.get(origin.old_id)
        state = totals.state(answer, plan)
        if isinstance(state, int):
            state = origin.levels.get(state, totals.UNANSWERED)
        if answer and state not in (totals.UNANSWERED, totals.UNDECIDED):
            yield id_, forms.YearBefore(state, answer.note)


def _told(file: str, terminal: Terminal) -> tuple[Recorded, tuple[Grid, ...]]:
    """What a form says of itself, and its sheets. Ends the command where it can't be read."""
    try:
        from trata_cli.files.sheets.reading import read_workbook  # an extra
    except ImportError:
        raise wrong(_(_NOT_INSTALLED), terminal) from None
    try:
        content = content_of(file)
    except OSError as error:
        raise cannot_open(file, error, terminal) from None
    found = content if isinstance(content, Fault) else read_workbook(content)
    if isinstance(found, tuple):
        records = (recorded(cell.text for cell in grid.cells if cell.column == 1) for grid in found)
        if told := next(filter(None, records), None):
            return told, found
        found = Message(_NOT_OURS)
    fault = found if isinstance(found, Fault) else Fault("form-unreadable", START, (("reason", found),))
    raise refused(Document(file, faults=(fault,)).problems(), terminal)


def _target(path: str, base: Assessment, plan: Plan, shelf: Shelf, terminal: Terminal) -> _Target:
    """The file that a form goes into: a new one, or one that is there and is the same part of the same year."""
    if path == STANDARD_INPUT or not os.path.lexists(path):
        return _Target(from_bytes(path, _begun(base, plan).encode()), base, is_new=True)
    reading = open_assessment(path, shelf, terminal)
    assessment, _plan = readable(reading, terminal)
    refuse_final(assessment, path, terminal)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    if _whose(assessment) != _whose(base):
        text = _("{path} is not what the form is of: {whose}.")
        terminal.refuse(
            text.format(path=visible(path), whose=visible(" · ".join(map(str, filter(None, _whose(base))))))
        )
        raise Stop(ERRORS)
    return _Target(reading.document, assessment, is_new=False)


def _whose(assessment: Assessment) -> tuple[str | int, ...]:
    """What makes a file another one: the country, the year, the plan's edition, the institution of a part."""
    plan = f"{assessment.plan.id} {assessment.plan.version}"
    return assessment.country, assessment.year, plan, assessment.part.institution if assessment.part else ""


def _begun(base: Assessment, plan: Plan) -> str:
    """The text of a new file for a form's answers, without any."""
    part = base.part.model_dump(mode="json", exclude_defaults=True) if base.part else None
    text = new_file(plan, base.country, base.year, base.institution, part)
    if base.country_name is None:
        return text
    return edit.set_value(text, ("country_name",), base.country_name, [*Assessment.model_fields])


def _data(assessment: Assessment) -> dict[str, dict[str, Any]]:
    return {id_: as_data(answer) for id_, answer in assessment.answers.items()}


def _undecided(assessment: Assessment, plan: Plan) -> list[str]:
    return [id_ for id_, each in assessment.answers.items() if totals.state(each, plan) == totals.UNDECIDED]


def _with(
    target: _Target, base: Mapping[str, Data], changes: Mapping[str, Data], plan: Plan, terminal: Terminal
) -> Document:
    """The file with what the form changes; into a new one all goes that went out."""
    if target.is_new:
        changes = {id_: {**base.get(id_, {}), **changes.get(id_, {})} for id_ in {**base, **changes}}
    try:
        return with_fields(target.document, plan, changes)
    except NotSaved as error:
        terminal.refuse(_("{path} has no plain place for the answers of the form.").format(path=visible(target.path)))
        raise refused(error.problems, terminal) from None


def _problems(file: str, form: Returned, revision: Revision, reading: Reading) -> list[Problem]:
    """What is wrong with a form, and with the file that it makes: at its cells, or where it stands in the file.

    Of the file's own warnings nothing is said: they were there before.
    """
    findings = (*form.findings, *revision.findings)
    spoken = {finding.pointer for finding in findings}
    cells = {
        at: cell for at, cell in form.cells.items() if at[2:3] != ("evidence",) or at[1] not in revision.other_evidence
    }
    of_file = (moved(file, each, cells, _headed) for each in reading.problems if each.pointer not in spoken)
    told = [each for each in of_file if each.cell or each.severity == "error"]
    return in_order([*at_cells(file, findings, form.cells, _headed), *told], form.cells)


def _headed(pointer: Pointer) -> str:
    """How the column of a field is called."""
    *way, field = pointer
    key: SheetKey = "evidence" if "evidence" in way else "targets" if "target" in way else "answers"
    return forms.heading(key, str(field))


def _save(target: _Target, new: Document, terminal: Terminal) -> None:
    if target.path == STANDARD_INPUT:
        deliver(new.content.decode(), None, terminal)
    elif target.is_new:
        _write(target.path, new.content, terminal)
    elif new.content != target.document.content:
        try:
            replace_document(target.document, new)
        except ChangedElsewhere:
            text = _("{path} was changed by somebody else just now. Nothing was taken in: try again.")
            terminal.refuse(text.format(path=visible(target.path)))
            raise Stop(ERRORS) from None
        except OSError as error:
            raise cannot_write(target.path, error, terminal) from None


def _write(path: str, content: bytes, terminal: Terminal) -> None:
    """Write a new file, in a new folder if need be."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write(path, content)
    except OSError as error:
        raise cannot_write(path, error, terminal) from None


def _taken_in(target: _Target, reading: Reading, revision: Revision) -> str:
    """How many answers a new file has, or how many of an old one changed."""
    if target.is_new:
        count = len(reading.assessment.answers) if reading.assessment else 0
        text = ngettext("New file: {path}, with {count} answer.", "New file: {path}, with {count} answers.", count)
    else:
        count = len(revision.changes)
        text = ngettext("{path}: {count} answer changed.", "{path}: {count} answers changed.", count)
    return text.format(path=visible(target.path), count=count)
