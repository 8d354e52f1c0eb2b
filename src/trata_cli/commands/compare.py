"""`trata compare`: two years, or two versions of one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, Literal

from trata_cli.commands import Stop
from trata_cli.commands.common import (
    ERRORS,
    OK,
    deliver,
    deliver_lines,
    open_assessment,
    open_shelf,
    readable,
    wrong,
)
from trata_cli.commands.report import withheld
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import STANDARD_INPUT
from trata_cli.files.git import Absence, NotInGit, version_of
from trata_cli.files.plans import Shelf
from trata_cli.i18n import N_, _, language, ngettext
from trata_cli.method.comparison import NotComparable
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.compare import CompareView, Side, build, compare_json, compare_lines
from trata_cli.views.problems import NAMES_NOTICE
from trata_cli.views.rendering import render_shipped
from trata_cli.views.terminal import Terminal
from trata_cli.views.words import obstacle_sentence

Format = Literal["text", "md", "html", "json"]
_BY_NAME: Final[dict[str, Format]] = {".json": "json", ".md": "md", ".html": "html", ".htm": "html"}
_ABSENCES: Final[dict[Absence, str]] = {
    "no-git": N_("--since needs git, which was not found."),
    "no-repository": N_("{path} is in no git repository that may be read here."),
    "unknown-revision": N_(
        "git knows no revision “{revision}” here. A CI often has only the last one: fetch the others before."
    ),
    "not-there-then": N_("{path} was not there yet at “{revision}”."),
}


def run(
    old: str,
    new: str | None,
    *,
    since: str | None,
    format: Format | None,  # noqa: A002 - the option's name
    output: str | None,
    plans: Sequence[str],
    quiet: bool,
) -> int:
    """Show what moved between two years, or what changed between two versions of one file, as much as reads of both."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal, language())
    if since is None:
        before, now = _two_files(old, new, shelf, terminal)
    else:
        before, now = _two_versions(old, new, since, shelf, terminal)
    sides = _sides(before, now, since, terminal)
    found = withheld(now, "public")
    view = build(*sides, _kind(sides, since), {problem.pointer for problem in found})
    if isinstance(view, NotComparable):
        terminal.refuse(obstacle_sentence(view.obstacle))
        raise Stop(ERRORS)
    _deliver(view, sides, format or _BY_NAME.get(PurePath(output or "").suffix.lower(), "text"), output, terminal)
    code = name_withheld([problem for problem in found if problem.pointer in view.printed], terminal)
    for reading in (now,) if since is not None else (before, now):
        if not reading.ok:
            code = ERRORS
            text = _("{found}. See them with: trata validate {path}")
            counted = problem_views.counted(reading.problems)
            terminal.refuse(text.format(found=counted, path=visible(reading.document.name)))
    terminal.talk(_(NAMES_NOTICE))
    return code


def _two_files(old: str, new: str | None, shelf: Shelf, terminal: Terminal) -> tuple[Reading, Reading]:
    if new is None:
        text = _("NEW is missing: trata compare OLD NEW, or, with an earlier version in git: --since REVISION FILE.")
        raise wrong(text, terminal)
    return open_assessment(old, shelf, terminal), open_assessment(new, shelf, terminal)


def _two_versions(
    file: str, more: str | None, revision: str, shelf: Shelf, terminal: Terminal
) -> tuple[Reading, Reading]:
    """A file as it was at a revision, and as it is. Plans and documents of evidence are those of today for both."""
    if more is not None:
        raise wrong(_("--since takes one file: the other is its version in git."), terminal)
    if file == STANDARD_INPUT:
        raise wrong(_("--since takes a file: standard input has no version in git."), terminal)
    now = open_assessment(file, shelf, terminal)
    try:
        then = version_of(file, revision)
    except NotInGit as why:
        text = _(_ABSENCES[why.absence])
        raise wrong(text.format(path=visible(file), revision=visible(revision)), terminal) from None
    return check_document(then, shelf), now


def _sides(before: Reading, now: Reading, since: str | None, terminal: Terminal) -> tuple[Side, Side]:
    then, plan_then = readable(before, terminal)
    today, plan = readable(now, terminal)
    if since is None and then.year != today.year:
        labels = str(then.year), str(today.year)
    else:
        labels = since or _("before"), _("now")
    return Side(then, plan_then, labels[0], before.problems), Side(today, plan, labels[1], now.problems)


def _kind(sides: tuple[Side, Side], since: str | None) -> Literal["years", "versions"]:
    years = {side.assessment.year for side in sides}
    return "versions" if since is not None or len(years) == 1 else "years"


def _deliver(
    view: CompareView, sides: tuple[Side, Side], format_: Format, output: str | None, terminal: Terminal
) -> None:
    match format_:
        case "text":
            deliver_lines(compare_lines(view, terminal.look), output, terminal)
        case "json":
            deliver(compare_json(view, *sides), output, terminal)
        case "md" | "html":
            deliver(render_shipped("compare", view, format_), output, terminal)


def name_withheld(found: Sequence[Problem], terminal: Terminal) -> int:
    """Name each text that is not shown, and what to do; the exit code for that."""
    if not found:
        return OK
    count = len({problem.pointer for problem in found})
    text = ngettext(
        "{count} text is withheld until somebody decides about it:",
        "{count} texts are withheld until somebody decides about them:",
        count,
    )
    terminal.refuse(f"{text.format(count=count)}\n\n{problem_views.as_text(found, 1).rstrip()}")
    return ERRORS
