"""`trata merge`: institutions' parts into one whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trata_cli.commands import Stop
from trata_cli.commands.common import (
    ERRORS,
    OK,
    cannot_write,
    deliver,
    open_assessment,
    open_shelf,
    readable,
    refuse_final,
    refused,
    wrong,
)
from trata_cli.commands.init import put
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import STANDARD_INPUT, Document, from_bytes
from trata_cli.files.parts import Outside, acknowledged, in_doubt, let_stand, lines_of_comments, moved
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import ChangedElsewhere, NotSaved, new_file, replace_document, with_answers, with_head
from trata_cli.i18n import _
from trata_cli.method import merging
from trata_cli.method.checks import expected_name
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.text import visible
from trata_cli.views import merge as views
from trata_cli.views.terminal import Terminal, shell


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it was read, and as it is written where the whole lies."""

    path: str
    reading: Reading
    assessment: Assessment


def run(paths: Sequence[str], *, output: str | None, plans: Sequence[str], quiet: bool) -> int:
    """Put institutions' parts into a whole, new or there already: all of it, or nothing where one is refused."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    names = _names(paths, output, terminal)
    readings = [open_assessment(name, shelf, terminal) for name in names]
    for reading in readings:
        if not reading.ok:
            raise refused(reading.problems, terminal)
    read = [readable(reading, terminal) for reading in readings]
    plan = read[0][1]
    target = _target(output, names, read[0][0], plans, terminal)
    is_new = target == STANDARD_INPUT or not os.path.lexists(target)
    whole = _new(target, read[0][0], plan, shelf) if is_new else _there(target, shelf, terminal)
    before, plan = readable(whole, terminal)
    parts = _parts(readings, target, terminal)
    _refuse_what_does_not_fit(parts, None if is_new else before, target, plan, terminal)
    merged = _merged(whole, before, parts, plan, shelf, terminal)
    after, _plan = readable(merged, terminal)
    _write(whole.document, merged.document, target, terminal, is_new=is_new)
    _tell(target, before, after, parts, plan, plans, terminal)
    return ERRORS if merging.disputes(after.answers, plan) else OK


def _names(paths: Sequence[str], output: str | None, terminal: Terminal) -> list[str]:
    """Each file that was named, once; none of them may be the one that is to be written."""
    names: dict[str, str] = {}
    for path in paths:
        names.setdefault(_real(path), path)
    if output is not None and output != STANDARD_INPUT and _real(output) in names:
        text = _("{path} is itself among the parts; name another file with -o.")
        raise wrong(text.format(path=visible(output)), terminal)
    return list(names.values())


def _real(path: str) -> str:
    return path if path == STANDARD_INPUT else os.path.realpath(path)


def _target(
    output: str | None, names: Sequence[str], part: Assessment, plans: Sequence[str], terminal: Terminal
) -> str:
    """The file that is to be written; where none was named, the one that would be usual is proposed."""
    if output is not None:
        return output
    usual = Path(names[0]).with_name(expected_name(part.model_copy(update={"part": None})))
    command = shell("merge", *names, "-o", str(usual), plans=plans)
    raise wrong(_("Say with -o into which file, such as: {command}").format(command=command), terminal)


def _new(target: str, part: Assessment, plan: Plan, shelf: Shelf) -> Reading:
    """A whole without answers, on no disk yet."""
    return check_document(from_bytes(target, new_file(plan, part.country, part.year, None, None).encode()), shelf)


def _there(target: str, shelf: Shelf, terminal: Terminal) -> Reading:
    """The whole that is there. Ends the command where it has errors, is final, or is itself a part."""
    reading = open_assessment(target, shelf, terminal)
    assessment, _plan = readable(reading, terminal)
    if not reading.ok:
        raise refused(reading.problems, terminal)
    refuse_final(assessment, target, terminal)
    if assessment.part:
        terminal.refuse(_("{path} is an institution's part, not a whole.").format(path=visible(target)))
        raise Stop(ERRORS)
    return reading


def _parts(readings: Sequence[Reading], target: str, terminal: Terminal) -> list[_Part]:
    """The parts as they are written where the whole lies. Ends the command where a document does not lie there."""
    parts, outside = [], False
    for reading in readings:
        path = reading.document.name
        assessment, _plan = readable(reading, terminal)
        try:
            parts.append(_Part(path, reading, moved(assessment, path, target)))
        except Outside as found:
            text = _("{path} names the document {file}, which does not lie in the folder of {output}.")
            terminal.refuse(text.format(path=visible(path), file=visible(str(found)), output=visible(target)))
            outside = True
    if outside:
        raise Stop(ERRORS)
    return parts


def _refuse_what_does_not_fit(
    parts: Sequence[_Part], whole: Assessment | None, target: str, plan: Plan, terminal: Terminal
) -> None:
    """End the command with all reasons why parts can't be merged with the whole that is there, or with the first."""
    against, other = (parts[0].assessment, parts[0].path) if whole is None else (whole, target)
    seen: dict[str, _Part] = {}
    sentences = []
    for part in parts:
        found = merging.obstacle(part.assessment, against)
        if found:
            sentences.append(views.obstacle_sentence(found, part.assessment, part.path, against, other))
            continue
        if ids := merging.not_its_own(part.assessment, plan):
            sentences.append(views.not_its_own_sentence(part.path, ids))
        same = seen.setdefault(merging.institution_of(part.assessment), part)
        if same.assessment.answers != part.assessment.answers:
            text = _("{path} and {other} are both the part of {institution}, and differ: name one of them.")
            who = visible(merging.institution_of(part.assessment))
            sentences.append(text.format(path=visible(part.path), other=visible(same.path), institution=who))
    for sentence in sentences:
        terminal.refuse(sentence)
    if sentences:
        raise Stop(ERRORS)


def _merged(
    whole: Reading, before: Assessment, parts: Sequence[_Part], plan: Plan, shelf: Shelf, terminal: Terminal
) -> Reading:
    """The whole with all parts in it, not yet on disk. Ends the command where it has no place, or would have errors."""
    said = [part.assessment for part in parts]
    doubtful = in_doubt([whole, *(part.reading for part in parts)])
    news = merging.merged(before.answers, said, doubtful)
    try:
        document = with_head(whole.document, merging.head(before, said, plan))
        document = with_answers(document, plan, before.answers, {id_: news[id_] for id_ in plan.places if id_ in news})
    except NotSaved:
        raise _no_place(whole.document, terminal) from None
    comments = [each for part in parts for each in acknowledged(part.reading.document)]
    merged = check_document(let_stand(document, whole, comments, shelf), shelf)
    if not merged.ok:
        raise refused(merged.problems, terminal)
    after, _plan = readable(merged, terminal)
    if after.answers != {**before.answers, **news}:  # what would be read is what is meant, or nothing is written
        raise _no_place(whole.document, terminal)
    return merged


def _no_place(document: Document, terminal: Terminal) -> Stop:
    text = _("{path} could not be changed: it has no plain place for it.")
    terminal.refuse(text.format(path=visible(document.name)))
    return Stop(ERRORS)


def _write(old: Document, new: Document, target: str, terminal: Terminal, *, is_new: bool) -> None:
    if target == STANDARD_INPUT:
        deliver(new.text, target, terminal)
    elif is_new:
        put(Path(target), new.text, terminal)
    elif new.content != old.content:
        try:
            replace_document(old, new)
        except ChangedElsewhere:
            text = _("{path} was changed by somebody else just now; nothing was written.")
            terminal.refuse(text.format(path=visible(target)))
            raise Stop(ERRORS) from None
        except OSError as error:
            raise cannot_write(target, error, terminal) from None


def _tell(
    target: str,
    before: Assessment,
    after: Assessment,
    parts: Sequence[_Part],
    plan: Plan,
    plans: Sequence[str],
    terminal: Terminal,
) -> None:
    """What was done, what is to be decided, and what stays in the parts."""
    look = terminal.look
    said = [part.assessment for part in parts]
    answers: tuple[dict[str, Answer], dict[str, Answer]] = (before.answers, after.answers)
    lines = views.merge_lines(target, *answers, said, plan, plans, look)
    for part in parts:
        left = merging.left_out(after, part.assessment)
        comments = lines_of_comments(part.reading.document)
        unanswered = merging.no_longer_answered(after.answers, part.assessment, plan)
        lines += views.stayed_lines(part.path, left, comments, unanswered, target, look)
    terminal.talk("\n".join(lines))
