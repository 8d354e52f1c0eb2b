"""What asks whether a level is held up by what stands beside it."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method import guards
from trata_cli.method.rules.rule import Rule, lines

GUARDS: Final = (
    Rule(
        "evidence-missing",
        "warning",
        N_("level {level} without evidence other than statements"),
        N_("add the document that proves it: evidence, with title and type"),
        guards.fulfilled_without_evidence,
        what=N_("A level that counts as fulfilled rests on no document, or on statements alone."),
        why=N_(
            "The plan's rules say that a mere statement does not hold up such a level: whoever reads it has to "
            "be able to open the proof."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 3
            """),
        right=lines("""
            answers:
              D01:
                level: 3
                evidence:
                  - title: Informe de ejecución de la Estrategia Nacional
                    type: internal-document
                    date: 2026-10-15
            """),
    ),
    Rule(
        "second-source-missing",
        "warning",
        N_("level {level} without a second source of another issuer, one of them a third party"),
        N_("add an evaluation or report of somebody else: type: third-party, with its issuer"),
        guards.top_without_second_source,
        what=N_("The top level does not rest on documents of two issuers, one of them a third party."),
        why=N_(
            "The top level says that a result lasts and was looked at critically: whoever carried it out can't "
            "be the only one to say so."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 4
                evidence:
                  - title: Informe de ejecución de la Estrategia Nacional
                    type: internal-document
                    issuer: Mesa Interinstitucional
            """),
        right=lines("""
            answers:
              D01:
                level: 4
                evidence:
                  - title: Informe de ejecución de la Estrategia Nacional
                    type: internal-document
                    issuer: Mesa Interinstitucional
                  - title: Evaluación de la Estrategia Nacional
                    type: third-party
                    issuer: Universidad Nacional
            """),
    ),
    Rule(
        "absence-unexplained",
        "warning",
        N_("level {level} without a note on how the absence was verified"),
        N_("add to this answer: note: who looked, where and when; if nobody did, the level is: no-information"),
        guards.absence_without_note,
        what=N_("The lowest level has no note on how the absence was verified."),
        why=N_(
            "It says that somebody competent verified that nothing exists, and tells how. Where nobody looked, "
            "the plan's rules ask for “no information”."
        ),
        wrong=lines("""
            answers:
              D30:
                level: 0
            """),
        right=lines("""
            answers:
              D30:
                level: 0
                note: El Ministerio de Salud revisó sus registros y no halló ninguno.
            """),
    ),
    Rule(
        "evidence-of-other-year",
        "warning",
        N_("level {level}, and no document with a date in {year} or that covers {year}"),
        N_("this has to be done every year: add this year's document, or say which years it covers (covers)"),
        guards.evidence_not_current,
        what=N_("A level that has to be reached anew each year rests on no document of the year."),
        why=N_(
            "Campaigns, training and budgets are judged by what happened in the year: last year's document "
            "does not prove this year's."
        ),
        wrong=lines("""
            answers:
              D04:
                level: 3
                evidence:
                  - title: Informe de la campaña radial
                    type: internal-document
                    date: 2025-11-20
            """),
        right=lines("""
            answers:
              D04:
                level: 3
                evidence:
                  - title: Informe de la campaña radial
                    type: internal-document
                    date: 2026-11-20
            """),
    ),
    Rule(
        "evidence-too-old",
        "warning",
        N_("level {level}, and no document younger than the end of {year}"),
        N_("proof of this lasts five years: add the date, a newer document, or lower the level"),
        what=N_("A level whose proof lasts five years rests on no document of the last five years."),
        why=N_(
            "A study describes its time: the plan's levels count one that is older than five years as partly fulfilled."
        ),
        wrong=lines("""
            answers:
              D02a:
                level: 3
                evidence:
                  - title: Mapeo de poblaciones vulnerables
                    type: third-party
                    date: 2019-08-30
            """),
        right=lines("""
            answers:
              D02a:
                level: 3
                evidence:
                  - title: Mapeo de poblaciones vulnerables
                    type: third-party
                    date: 2023-08-30
            """),
    ),
    Rule(
        "evidence-after-answer",
        "warning",
        N_("this is later than the answer, which was given on {answered}"),
        N_("check the date; if it is right, answer the indicator again with this evidence"),
        guards.evidence_after_answer,
        what=N_("A document is dated later than the answer that rests on it."),
        why=N_(
            "Whoever answered can't have read it: either the date is wrong, or the document was added and the "
            "level not looked at again."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                answered: 2026-10-22
                evidence:
                  - title: Decreto 512
                    type: official-act
                    date: 2026-12-14
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                answered: 2026-10-22
                evidence:
                  - title: Decreto 512
                    type: official-act
                    date: 2026-03-14
            """),
    ),
    Rule(
        "not-applicable-unlikely",
        "warning",
        N_("the plan sees no country to which {id} would not apply"),
        N_("if it does not exist: level 0 with a note; if nobody knows: no-information"),
        guards.not_applicable_unlikely,
        what=N_("An indicator is “not applicable”, and the plan foresees no country to which it would not apply."),
        why=N_(
            "What does not exist in a country is its lowest level, not “not applicable”; and few cases are no "
            "reason either, by the plan's rules."
        ),
        wrong=lines("""
            answers:
              D30:
                level: not-applicable
                reason: No hay políticas ni programas.
            """),
        right=lines("""
            answers:
              D30:
                level: 0
                note: El Ministerio de Salud revisó sus registros y no halló ninguno.
            """),
    ),
    Rule(
        "not-applicable-often",
        "warning",
        N_("{count} of {indicators} indicators are not applicable, more than {most} %"),
        N_("look through their reasons: “does not exist here” is a level, not “not applicable”"),
        guards.many_not_applicable,
        what=N_("More than 20 % of the indicators are “not applicable”."),
        why=N_(
            "Each of them leaves the count, so that little fulfilled can look like much; seldom does a "
            "country's reality explain so many."
        ),
        wrong=lines("""
            # XPE-2026.defensa.yaml
            part: {institution: Defensa, ids: [D07, D08]}
            answers:
              D07: {level: not-applicable, reason: El país no es país receptor.}
              D08: {level: 1}
            """),
        right=lines("""
            # XPE-2026.defensa.yaml
            part: {institution: Defensa, ids: [D07, D08]}
            answers:
              D07: {level: 1}
              D08: {level: 1}
            """),
    ),
    Rule(
        "same-level-often",
        "warning",
        N_("level {level} for {count} indicators in a row, up to {last}"),
        N_("were they answered one by one?"),
        guards.same_level_in_a_row,
        what=N_("Ten or more indicators in a row have the same level."),
        why=N_("It may be so; more often they were filled in without reading what each level means for each of them."),
        wrong=lines("""
            answers:
              D01: {level: 2}
              D02a: {level: 2}
              D02b: {level: 2}
              D03: {level: 2}
              D04: {level: 2}
              D05: {level: 2}
              D06: {level: 2}
              D07: {level: 2}
              D08: {level: 2}
              D09: {level: 2}
            """),
        right=lines("""
            answers:
              D01: {level: 2}
              D02a: {level: 2}
              D02b: {level: 2}
              D03: {level: 2}
              D04: {level: 1}
              D05: {level: 2}
              D06: {level: 2}
              D07: {level: 2}
              D08: {level: 2}
              D09: {level: 2}
            """),
    ),
)
