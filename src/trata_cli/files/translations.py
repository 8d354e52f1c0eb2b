"""Translations of plans: files beside them, `plan.pt.yaml` beside `plan.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trata_cli.files.document import Document, is_file, read, unreadable
from trata_cli.files.typed import read_as
from trata_cli.method import translation as method
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Problem, has_errors
from trata_cli.model.translation import Translation


@dataclass(frozen=True, slots=True)
class TranslationReading:
    """A translation's file, the translation if it holds together, and what is wrong with it."""

    document: Document
    translation: Translation | None
    problems: tuple[Problem, ...]


def check_translation(document: Document, find: Callable[[str, int], Plan | None]) -> TranslationReading:
    """Read a document as a translation and check it against the plan that it names, by id and version."""
    translation, findings = read_as(Translation, document)
    if translation:
        edition = translation.plan
        if plan := find(edition.id, edition.version):
            findings += method.check(translation, plan)
        else:
            findings.append(Finding.of("unknown-plan", ("plan",), id=edition.id, version=edition.version))
    problems = document.problems(findings)
    return TranslationReading(document, None if has_errors(problems) else translation, problems)


def beside(path: Path, plan: Plan, language: str) -> TranslationReading | None:
    """The translation of a plan's file into a language; nothing where there is none."""
    own = path.with_suffix(f".{language}{path.suffix}")
    return _read(own, plan) if is_file(own) else None


def all_beside(path: Path, plan: Plan) -> Iterator[TranslationReading]:
    """Every translation of a plan's file, by name."""
    for own in sorted(path.parent.glob(f"{path.stem}.*{path.suffix}")):
        yield _read(own, plan)


def _read(path: Path, plan: Plan) -> TranslationReading:
    try:
        document = read(path)
    except OSError as error:
        document = unreadable(str(path), error)
    return check_translation(document, lambda id_, version: plan if (plan.id, plan.version) == (id_, version) else None)
