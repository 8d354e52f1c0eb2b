"""`trata plan show`, `trata plan check` and `trata plan diff`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path, PurePath
from typing import Final, Literal

from trata_cli.commands.common import (
    ERRORS,
    OK,
    cannot_open,
    deliver,
    deliver_lines,
    named_plan,
    open_shelf,
    refused,
)
from trata_cli.files.document import STANDARD_INPUT, Document, read
from trata_cli.files.plans import Shelf, check_plan
from trata_cli.files.translations import TranslationReading, all_beside, check_translation
from trata_cli.i18n import language
from trata_cli.method.editions import digest
from trata_cli.method.translation import coverage
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Problem, has_errors
from trata_cli.model.translation import TRANSLATION_FORMAT
from trata_cli.views import problems as problem_views
from trata_cli.views.plan import coherent, how_much, plan_json, plan_lines
from trata_cli.views.terminal import Terminal

Format = Literal["text", "json", "md", "html"]
DiffFormat = Literal["text", "md", "json"]
_BY_NAME: Final[dict[str, Format]] = {".json": "json", ".md": "md", ".html": "html", ".htm": "html"}
_DIFF_BY_NAME: Final[dict[str, DiffFormat]] = {".json": "json", ".md": "md"}


def show(*, plans: Sequence[str], format: Format | None, output: str | None, quiet: bool) -> int:  # noqa: A002
    """Show the plan in force as a tree, as JSON, or as the blank questionnaire."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal, language())
    plan = shelf.first()
    if plan is None:
        raise refused(shelf.problems, terminal)
    format = format or _BY_NAME.get(PurePath(output or "").suffix.lower(), "text")  # noqa: A001 - the option's name
    if format == "text":
        deliver_lines(plan_lines(plan, terminal.look), output, terminal)
    else:
        deliver(plan_json(plan) if format == "json" else _questionnaire(plan, format), output, terminal)
    return OK


def _questionnaire(plan: Plan, format_: Literal["md", "html"]) -> str:
    from trata_cli.views import questionnaire, rendering  # templates: not for the plain tree

    return rendering.render_shipped("questionnaire", questionnaire.build(plan), format_)


def check(
    file: str,
    *,
    plans: Sequence[str],
    format: Literal["text", "json"],  # noqa: A002 - the option's name
    output: str | None,
    quiet: bool,
) -> int:
    """Check a plan's file: every problem, and whether it holds together, by itself and beside the edition before."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    try:
        document = read(file)
    except OSError as error:
        raise cannot_open(file, error, terminal) from None
    if document.format == TRANSLATION_FORMAT:
        plan, problems = None, [*check_translation(document, partial(shelf.beside, file)).problems]
        told: list[TranslationReading] = []
    else:
        plan, problems, told = _of_plan(document, shelf)
    files = len({file, *(problem.file for problem in problems)})
    found = problem_views.as_text(problems, files) if problems else ""
    verdict = "".join(f"{line}\n" for line in _verdict(plan, told)) if plan else ""
    result = found + verdict if format == "text" else problem_views.as_json(problems, files)
    deliver(result, output, terminal)
    return ERRORS if has_errors(problems) else OK


def _of_plan(document: Document, shelf: Shelf) -> tuple[Plan | None, list[Problem], list[TranslationReading]]:
    """A plan, what is wrong with it, its translations and the plans that had to be read for that, and the former."""
    reading, path = check_plan(document, shelf), Path(document.name)
    others = [found for each, found in shelf.problems_by_file.items() if each != path]
    told = [*all_beside(path, reading.plan)] if reading.plan and document.name != STANDARD_INPUT else []
    others += [each.problems for each in told]
    return reading.plan, [*reading.problems, *chain.from_iterable(others)], told


def _verdict(plan: Plan, told: Sequence[TranslationReading]) -> Iterator[str]:
    """That a plan holds together, and how much of it each translation tells."""
    yield coherent(plan, digest(plan))
    for translation in (each.translation for each in told if each.translation):
        yield how_much(translation.language, *coverage(translation, plan))


def diff(old: str, new: str, *, format: DiffFormat | None, output: str | None, quiet: bool) -> int:  # noqa: A002
    """Show what changed from one plan to another: each a file, or an edition by the name that its file has."""
    from trata_cli.views import plan_diff as view  # users' texts escaped for Markdown: not for the plain tree

    terminal = Terminal(quiet=quiet)
    shelf = Shelf()
    before, after = (named_plan(name, shelf, terminal) for name in (old, new))
    if before is None or after is None:
        raise refused(shelf.problems, terminal)
    found = view.build(before, after)
    format = format or _DIFF_BY_NAME.get(PurePath(output or "").suffix.lower(), "text")  # noqa: A001 - as above
    if format == "text":
        deliver_lines(view.plan_diff_lines(found, terminal.look), output, terminal)
    else:
        deliver(view.plan_diff_json(found) if format == "json" else view.plan_diff_markdown(found), output, terminal)
    return OK
