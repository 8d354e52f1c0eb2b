"""`trata finalize`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any, Final, NoReturn

from trata_cli.commands import Stop
from trata_cli.commands.common import ERRORS, OK, open_assessment, open_shelf, readable, refused, wrong
from trata_cli.commands.init import parse_name
from trata_cli.files import edit
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import STANDARD_INPUT, Document, reason
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import ChangedElsewhere, replace_document, with_text
from trata_cli.files.years import problems_since_last_year
from trata_cli.i18n import N_, _
from trata_cli.method import signing
from trata_cli.model.assessment import Assessment, SignOff, Status
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views.problems import counted
from trata_cli.views.terminal import Terminal, shell

_NOT_YET: Final[Mapping[Status, str]] = {
    "reviewed": N_("{path} can't be reviewed yet. First this is required:"),
    "final": N_("{path} can't be final yet. This is required, or open:"),
}


def run(file: str, *, by: str | None, reopen: str | None, plans: Sequence[str], quiet: bool) -> int:
    """Take a file a step further, from draft to reviewed to final, or make it a draft again."""
    terminal = Terminal(quiet=quiet)
    if file == STANDARD_INPUT:
        raise wrong(_("What is signed is a file; standard input is none."), terminal)
    if by is not None and reopen is not None:
        raise wrong(_("Give either --by, for who signs, or --reopen."), terminal)
    signer = None if by is None else parse_name(by, "--by", terminal)
    why = None if reopen is None else parse_name(reopen, "--reopen", terminal)
    shelf = open_shelf(plans, terminal)
    reading = open_assessment(file, shelf, terminal)
    assessment, _plan = readable(reading, terminal)
    if reading.document.faults:
        raise refused(reading.problems, terminal)
    if why is not None:
        return _reopen(reading.document, assessment, why, plans, terminal)
    if signing.is_signed(assessment):
        text = _("{path} is final. To work on it again: {command}")
        command = shell("finalize", file, "--reopen", _("REASON"), plans=plans)
        terminal.refuse(text.format(path=visible(file), command=command))
        return ERRORS
    if signing.NEXT[assessment.status] == "reviewed":
        return _review(reading.document, shelf, plans, terminal)
    return _sign(reading.document, signer, shelf, plans, terminal)


def _review(document: Document, shelf: Shelf, plans: Sequence[str], terminal: Terminal) -> int:
    """From draft to reviewed."""
    reviewed = _with_status(document, "reviewed", shelf, terminal)
    _replace(document, reviewed.document, terminal)
    text = _("{path} is reviewed now. Next, to make it final: {command}")
    command = shell("finalize", document.name, plans=plans)
    terminal.talk(text.format(path=visible(document.name), command=command))
    ahead = check_document(_set(document, ("status",), "final", terminal), shelf)
    if required := _errors(ahead, shelf):
        terminal.talk(_("As it stands that will be refused: {found}.").format(found=counted(required)))
    _count_warnings(reviewed, terminal)
    return OK


def _sign(document: Document, by: str | None, shelf: Shelf, plans: Sequence[str], terminal: Terminal) -> int:
    """From reviewed to final, with the signature under all that the file says."""
    final = _with_status(document, "final", shelf, terminal)
    assessment, _plan = readable(final, terminal)
    sign_off = signing.sign_off(assessment, by, date.today().isoformat())
    signed = check_document(_set(final.document, ("final",), sign_off.model_dump(), terminal), shelf)
    if not signed.ok:  # what is signed is what will be read
        raise refused(_errors(signed, shelf), terminal)
    _replace(document, signed.document, terminal)
    text = _("{path} is final now, signed on {date} by {by}: {content}")
    terminal.talk(text.format(path=visible(document.name), **sign_off.model_dump()))
    report = f"{PurePath(document.name).stem}.html"
    terminal.talk(
        _("Next, its report: {command}").format(command=shell("report", document.name, "-o", report, plans=plans))
    )
    _count_warnings(signed, terminal)
    return OK


def _reopen(document: Document, assessment: Assessment, why: str, plans: Sequence[str], terminal: Terminal) -> int:
    """Back to a draft, with a comment in the file that says why."""
    if assessment.status == "draft" and not assessment.final:
        raise wrong(_("{path} is a draft: there is nothing to reopen.").format(path=visible(document.name)), terminal)
    draft = _set(_set(document, ("final",), None, terminal), ("status",), "draft", terminal)
    try:
        text = edit.comment_above(draft.text, ("status",), _reopened(why, assessment.final))
    except edit.EditRefused:
        _no_place(document, terminal)
    _replace(document, with_text(document, text), terminal)
    said = _("{path} is a draft again. Go on with: {command}")
    terminal.talk(said.format(path=visible(document.name), command=shell("assess", document.name, plans=plans)))
    return OK


def _reopened(why: str, final: SignOff | None) -> str:
    """What the file says of its being reopened."""
    text = _("Reopened on {date}: {reason}").format(date=date.today().isoformat(), reason=why)
    if final is None:
        return text
    signed = _("signed on {date}, {content}") if final.date else _("signed, {content}")
    return f"{text} ({signed.format(date=final.date, content=final.content)})"


def _with_status(document: Document, status: Status, shelf: Shelf, terminal: Terminal) -> Reading:
    """The file with another status, not yet on disk. Ends the command with all errors that it would have."""
    changed = check_document(_set(document, ("status",), status, terminal), shelf)
    if required := _errors(changed, shelf):
        terminal.refuse(_(_NOT_YET[status]).format(path=visible(document.name)))
        raise refused(required, terminal)
    return changed


def _set(document: Document, pointer: tuple[str, ...], value: Any, terminal: Terminal) -> Document:
    """A document with one value set, not yet on disk."""
    try:
        return with_text(document, edit.set_value(document.text, pointer, value, list(Assessment.model_fields)))
    except edit.EditRefused:
        _no_place(document, terminal)


def _no_place(document: Document, terminal: Terminal) -> NoReturn:
    terminal.refuse(_("{path} could not be changed: it has no plain place for it.").format(path=visible(document.name)))
    raise Stop(ERRORS)


def _replace(document: Document, new: Document, terminal: Terminal) -> None:
    path = visible(document.name)
    try:
        replace_document(document, new)
    except ChangedElsewhere:
        terminal.refuse(_("{path} was changed by somebody else just now; nothing was written.").format(path=path))
        raise Stop(ERRORS) from None
    except OSError as error:
        text = _("{path} can't be written: {reason}.").format(path=path, reason=_(reason(error)))
        raise wrong(text, terminal) from None


def _errors(reading: Reading, shelf: Shelf) -> list[Problem]:
    """The errors of a file, those among them that it has only beside last year's."""
    problems = sorted((*reading.problems, *problems_since_last_year(reading, shelf)))
    return [problem for problem in problems if problem.severity == "error"]


def _count_warnings(reading: Reading, terminal: Terminal) -> None:
    if reading.problems:
        text = _("{found}. See them with: trata validate {path}")
        terminal.talk(text.format(found=counted(reading.problems), path=visible(reading.document.name)))
