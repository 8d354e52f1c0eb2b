"""The checks of one assessment: each a function from what is known to findings; none prints, none raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Final

from trata_cli.method import fingerprints, ids, totals
from trata_cli.model.assessment import WORDS, Answer, Assessment, Evidence, Statement
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Pointer
from trata_cli.model.text import meant

_INVENTED: Final = re.compile(r"X[A-X][A-Z]")
_SAME_BUT_ONE: Final = 0.7
"""A letter may be lacking or turned round with its neighbour; another in its place makes another country's code."""
_MOST_GUESSES: Final = 100
"""Of more unknown ids than that nobody asks what was meant."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check may know: the assessment, its plan, and the facts of the disk that the reader gathered.

    `digests` has the SHA-256 of each evidence file by its path as written, `None` where there is no such file inside
    the assessment's folder; `file_name` is nothing for standard input.
    """

    assessment: Assessment
    plan: Plan
    file_name: str = ""
    digests: Mapping[str, str | None] | None = None


Check = Callable[[Subject], Iterator[Finding]]


def is_invented(country: str) -> bool:
    """Whether a country code is one of those that ISO 3166 leaves to users: XAA to XXZ."""
    return bool(_INVENTED.fullmatch(country))


def judgements(assessment: Assessment) -> Iterator[tuple[Pointer, Answer | Statement]]:
    """Every answer and every statement with its pointer."""
    for id_, answer in assessment.answers.items():
        yield ("answers", id_), answer
        for number, statement in enumerate(answer.statements):
            yield ("answers", id_, "statements", number), statement


def asked_of(subject: Subject) -> list[str]:
    """The indicators that a file is to answer, in the plan's order: a part its own, a whole all of them."""
    part = subject.assessment.part
    return ids.expand(subject.plan, part.ids) if part and part.ids else list(subject.plan.places)


def evidence_of(assessment: Assessment) -> Iterator[tuple[Pointer, Evidence]]:
    """Every piece of evidence with its pointer."""
    for pointer, judgement in judgements(assessment):
        for number, evidence in enumerate(judgement.evidence):
            yield (*pointer, "evidence", number), evidence


def expected_name(assessment: Assessment) -> str:
    """The name that a file should have: `COUNTRY-YEAR.yaml`, of a part `COUNTRY-YEAR.<institution>.yaml`."""
    part = f".{slug(assessment.part.institution)}" if assessment.part else ""
    return f"{assessment.country}-{assessment.year}{part}.yaml"


def slug(name: str) -> str:
    """A name in lower-case ASCII letters and digits, anything else `-`; `part` where nothing is left of it."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "part"


def unknown_indicators(subject: Subject) -> Iterator[Finding]:
    """Ids that the plan does not have; what a person types elsewhere (`D2a`) is only suggested here."""
    plan, assessment = subject.plan, subject.assessment
    names = {*plan.places, *(pillar.id for pillar in plan.pillars)}
    unknown: list[tuple[Pointer, str]] = [
        (("answers", id_), id_) for id_ in assessment.answers if id_ not in plan.places
    ]
    unknown += [(pointer, name) for pointer, name in _handed_out(assessment) if name not in names]
    for number, (pointer, found) in enumerate(unknown):
        values = {"found": found, **(_meant(plan, found) if number < _MOST_GUESSES else {})}
        yield Finding("unknown-indicator", pointer, tuple(sorted(values.items())), at_key=pointer[0] == "answers")


def _handed_out(assessment: Assessment) -> Iterator[tuple[Pointer, str]]:
    """The ids of indicators and pillars that stand in `assignments` and in `part`."""
    for institution, names in assessment.assignments.items():
        yield from ((("assignments", institution, number), name) for number, name in enumerate(names))
    if assessment.part:
        yield from ((("part", "ids", number), name) for number, name in enumerate(assessment.part.ids))


def _meant(plan: Plan, found: str) -> dict[str, str]:
    suggestion = next(iter(ids.resolve(plan, found)), None) or meant(found, plan.places)
    return {"suggestion": suggestion} if suggestion else {}


def levels_outside_plan(subject: Subject) -> Iterator[Finding]:
    """Numbers that are no level of the plan, in answers, statements and targets."""
    scale = ", ".join(str(level) for level in sorted(subject.plan.levels))
    for pointer, judgement in judgements(subject.assessment):
        where = {(*pointer, "level"): judgement.level}
        if judgement.target:
            where[*pointer, "target", "level"] = judgement.target.level
        for place, level in where.items():
            if isinstance(level, int) and level not in subject.plan.levels:
                yield Finding.of("level-outside-plan", place, found=level, expected=scale)


def missing_reasons(subject: Subject) -> Iterator[Finding]:
    """Not applicable and no information without the reason that each needs."""
    for pointer, judgement in judgements(subject.assessment):
        if judgement.level in WORDS and not judgement.reason:
            yield Finding.of("reason-missing", (*pointer, "level"), level=judgement.level)


def unknown_country(subject: Subject) -> Iterator[Finding]:
    """A country that is neither among the plan's nor invented."""
    found, known = subject.assessment.country, subject.plan.countries
    if known and found not in known and not is_invented(found):
        turned = [code for code in known if sorted(code) == sorted(found)]
        near = turned or get_close_matches(found, known, n=1, cutoff=_SAME_BUT_ONE)
        suggestion = {"suggestion": f"{near[0]} ({known[near[0]]})"} if near else {}
        yield Finding.of("unknown-country", ("country",), found=found, **suggestion)


def missing_institution(subject: Subject) -> Iterator[Finding]:
    """A final file that does not say whose it is."""
    if subject.assessment.status == "final" and not subject.assessment.institution:
        yield Finding.of("institution-missing", ("institution",))


def open_in_final(subject: Subject) -> Iterator[Finding]:
    """Indicators of a final file that are unanswered or undecided; no information with its reason may stay."""
    if subject.assessment.status != "final":
        return
    states = totals.states(subject.assessment, subject.plan)
    found = [id_ for id_ in asked_of(subject) if states[id_] in (totals.UNANSWERED, totals.UNDECIDED)]
    if found:
        yield Finding.of("final-open", ("status",), count=len(found), ids=", ".join(found))


def missing_files(subject: Subject) -> Iterator[Finding]:
    """Evidence files that are not there."""
    if not subject.digests:
        return
    for pointer, evidence in evidence_of(subject.assessment):
        if evidence.file and subject.digests[evidence.file] is None:
            yield Finding.of("file-missing", (*pointer, "file"), found=evidence.file)


def changed_files(subject: Subject) -> Iterator[Finding]:
    """Evidence files whose content is not what was pinned."""
    if not subject.digests:
        return
    for pointer, evidence in evidence_of(subject.assessment):
        actual = subject.digests[evidence.file] if evidence.file else None
        if evidence.sha256 and actual and actual != evidence.sha256:
            yield Finding.of("file-changed", (*pointer, "sha256"), found=evidence.file, actual=actual)


def file_name(subject: Subject) -> Iterator[Finding]:
    """A file that is called otherwise than its content says."""
    expected = expected_name(subject.assessment)
    if subject.file_name and subject.file_name not in (expected, expected.removesuffix("yaml") + "yml"):
        yield Finding.of("file-name", ("country",), found=subject.file_name, expected=expected)


def wording_of_another_time(subject: Subject) -> Iterator[Finding]:
    """Answers given to other words than the plan has: whoever answered has not read these.

    Where an answer does not say to which words it was given, that is asked of the statements from which it came.
    """
    wordings = fingerprints.wordings(subject.plan)
    for id_, answer in subject.assessment.answers.items():
        given: dict[Pointer, str | None] = {(): answer.wording}
        if not answer.wording:
            given = {("statements", number): each.wording for number, each in enumerate(answer.statements)}
        for at, found in given.items():
            if found and id_ in wordings and found != wordings[id_]:
                yield Finding.of("re-read", ("answers", id_, *at, "wording"), id=id_)


def undecided(subject: Subject) -> Iterator[Finding]:
    """Indicators without a level of whose institutions each says another; in a final file `final-open` names them."""
    if subject.assessment.status == "final":
        return
    for id_, answer in subject.assessment.answers.items():
        if id_ in subject.plan.places and totals.state(answer, subject.plan) == totals.UNDECIDED:
            levels = ", ".join(str(level) for level in totals.stated(answer))
            yield Finding.of("undecided", ("answers", id_, "statements"), id=id_, levels=levels)


def unexplained_decisions(subject: Subject) -> Iterator[Finding]:
    """Levels given where an institution states another, without why and when."""
    for id_, answer in subject.assessment.answers.items():
        lacking = [name for name in ("reason", "decided") if not getattr(answer, name)]
        is_given = answer.level == totals.state(answer, subject.plan)
        if is_given and totals.is_disputed(answer) and lacking:
            yield Finding.of("decision-unexplained", ("answers", id_, "level"), id=id_, lacking=", ".join(lacking))


def double_assignments(subject: Subject) -> Iterator[Finding]:
    """Indicators that one institution's list names twice, by themselves or with their pillar."""
    assignments = subject.assessment.assignments
    meant = {name: ids.expand(subject.plan, [name]) for name in {*chain(*assignments.values())}}
    for institution, names in assignments.items():
        earlier: set[str] = set()
        for number, name in enumerate(names):
            if twice := [id_ for id_ in meant[name] if id_ in earlier]:
                yield Finding.of("assigned-twice", ("assignments", institution, number), ids=", ".join(twice))
            earlier.update(meant[name])


def answers_outside_part(subject: Subject) -> Iterator[Finding]:
    """Answers of one institution's part to indicators that are not its own."""
    asked = {*asked_of(subject)}
    for id_ in subject.assessment.answers:
        if id_ in subject.plan.places and id_ not in asked:
            yield Finding.at_the_key("outside-part", ("answers", id_), id=id_)


def changed_content(subject: Subject) -> Iterator[Finding]:
    """A file that says something else than what was signed."""
    final = subject.assessment.final
    if final and final.content != (actual := fingerprints.content(subject.assessment)):
        yield Finding.of("content-changed", ("final", "content"), found=final.content, actual=actual)


def signed_but_not_final(subject: Subject) -> Iterator[Finding]:
    """A file that is signed as final and says that it is something else."""
    if subject.assessment.final and subject.assessment.status != "final":
        yield Finding.of("signed-not-final", ("status",), status=subject.assessment.status)
