"""What checks find in one assessment."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method import checks
from trata_cli.method.rules.rule import Rule, lines

ANSWERS: Final = (
    Rule(
        "unknown-plan",
        "error",
        N_("the plan “{id}”, version {version}, is not known here"),
        N_("name its file with --plan, or put it into plans/ beside this file"),
        what=N_("The plan that the file answers, or that edition of it, is not found."),
        why=N_(
            "A level means what its edition says. Read against another one, the answers would be answers to "
            "other words."
        ),
        wrong=lines("""
            plan: {id: oea-trata, version: 99}
            """),
        right=lines("""
            plan: {id: oea-trata, version: 1}
            """),
    ),
    Rule(
        "unknown-indicator",
        "error",
        N_("“{found}” is not an indicator of this plan"),
        N_("see the ids with: trata plan show"),
        checks.unknown_indicators,
        what=N_("There is an id that the plan does not have, in the answers, the assignments or the part."),
        why=N_(
            "The answer would count nowhere, and the indicator that was meant would stay unanswered without "
            "anybody noticing."
        ),
        wrong=lines("""
            answers:
              D2a: {level: 2}
            """),
        right=lines("""
            answers:
              D02a: {level: 2}
            """),
    ),
    Rule(
        "level-outside-plan",
        "error",
        N_("{found} is not a level of this plan"),
        N_("its levels: {expected}"),
        checks.levels_outside_plan,
        what=N_("A level is a number that is not on the plan's scale."),
        why=N_("Only the plan's levels have words that say what they mean; any other number can't be read or counted."),
        wrong=lines("""
            answers:
              D01:
                level: 5
            """),
        right=lines("""
            answers:
              D01:
                level: 2
            """),
    ),
    Rule(
        "reason-missing",
        "error",
        N_("“{level}” needs a reason"),
        N_("add to this answer: reason: …"),
        checks.missing_reasons,
        what=N_("An indicator is answered with “not applicable” or “no information” and has no reason."),
        why=N_(
            "The one takes the indicator out of the count, the other leaves it open: the plan's rules ask for "
            "a fact or a decision that others can check."
        ),
        wrong=lines("""
            answers:
              D07:
                level: not-applicable
            """),
        right=lines("""
            answers:
              D07:
                level: not-applicable
                reason: El país no es país receptor ni hay trata interna.
            """),
    ),
    Rule(
        "unknown-country",
        "warning",
        N_("{found} is not among the countries of this plan"),
        N_("check the three letters; XAA to XXZ are free for invented countries"),
        checks.unknown_country,
        what=N_("The country is none of the plan's States, nor one of the codes for invented countries (XAA to XXZ)."),
        why=N_(
            "A letter wrong, and the file counts as another country's: its years would no longer be found together."
        ),
        wrong=lines("""
            country: XYZ
            """),
        right=lines("""
            country: XPE
            """),
    ),
    Rule(
        "institution-missing",
        "error",
        N_("a final file names its institution, and “institution” is missing"),
        N_("add it: institution: …"),
        checks.missing_institution,
        what=N_("A final file does not say which institution answers for it."),
        why=N_("What is final is what the country stands by: its readers have to know who says so."),
        wrong=lines("""
            # XPE-2026.justicia.yaml
            status: final
            part: {institution: Justicia, ids: [D13]}
            answers:
              D13: {level: 2}
            """),
        right=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13]}
            answers:
              D13: {level: 2}
            """),
    ),
    Rule(
        "final-open",
        "error",
        N_("the file is final, and {count} indicators are open: {ids}"),
        N_("answer them, or set: status: draft"),
        checks.open_in_final,
        what=N_("A final file has indicators that are unanswered, or on which institutions differ without a decision."),
        why=N_(
            "A final file is no longer changed, and what was forgotten could not be told from what could not "
            "be found out. The latter is answered as well: no-information, with its reason."
        ),
        wrong=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13, D20]}
            answers:
              D13: {level: 2}
            """),
        right=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13, D20]}
            answers:
              D13: {level: 2}
              D20: {level: no-information, reason: Registro en revisión.}
            """),
    ),
    Rule(
        "file-missing",
        "error",
        N_("there is no file “{found}”"),
        N_("paths count from the folder of this file"),
        checks.missing_files,
        what=N_("Evidence names a file that is not there."),
        why=N_(
            "Evidence that can't be opened proves nothing. Paths count from the folder of the assessment, and "
            "on many systems capital letters make another name."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: documentos/infrome.pdf
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: documentos/informe.pdf
            """),
    ),
    Rule(
        "file-changed",
        "error",
        N_("“{found}” is not the file that was pinned: its SHA-256 is another"),
        N_("check the document; if it is right, write the SHA-256 {actual}"),
        checks.changed_files,
        what=N_("A document's content is not the one whose SHA-256 was noted in the evidence."),
        why=N_(
            "The SHA-256 pins what was read for the answer: a document that was changed or exchanged since may "
            "no longer prove the level."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: documentos/informe.pdf
                    sha256:
                      0000000000000000000000000000000000000000000000000000000000000000
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                evidence:
                  - title: Informe de ejecución
                    type: internal-document
                    file: documentos/informe.pdf
                    sha256:
                      1df7d93f553c1089cf7587342c820001a5b048b563fc433cc490e3f6f6f84bcf
            """),
    ),
    Rule(
        "file-name",
        "warning",
        N_("this file is called “{found}”, and its content is that of “{expected}”"),
        N_("rename the file, or mend country, year or part"),
        checks.file_name,
        what=N_(
            "The file's name is not that of its content: COUNTRY-YEAR.yaml, of an institution's part "
            "COUNTRY-YEAR.<institution>.yaml."
        ),
        why=N_(
            "Last year's file is found by its name. Often last year's was copied, and the year in it was not changed."
        ),
        wrong=lines("""
            # XPE-2026.yaml
            country: XPE
            year: 2025
            """),
        right=lines("""
            # XPE-2026.yaml
            country: XPE
            year: 2026
            """),
    ),
    Rule(
        "re-read",
        "warning",
        N_("the plan's words for {id} are others than those that were answered"),
        N_("read them again, with: trata assess --only {id}"),
        checks.wording_of_another_time,
        what=N_(
            "The plan's words for an indicator (its directive, its text, its guidance, its levels) are others "
            "than those that were answered."
        ),
        why=N_(
            "The level was chosen on other words, as a rule those of an edition before, and may not be what these ask "
            "for. Whoever answers the indicator again, with the same level or another, has read the words of today."
        ),
        wrong=lines("""
            answers:
              D01:
                level: 2
                wording: w-00000000
            """),
        right=lines("""
            answers:
              D01:
                level: 2
                wording: w-5fd58463
            """),
    ),
    Rule(
        "undecided",
        "warning",
        N_("the institutions differ on {id} ({levels}), and no level is decided"),
        N_("decide: level, reason and the date (decided)"),
        checks.undecided,
        what=N_("The institutions give an indicator different levels, and none has been decided on."),
        why=N_("Until the committee decides, the indicator counts as open; a final file may have none such."),
        wrong=lines("""
            answers:
              D13:
                statements:
                  - {by: Fiscalía General, role: institution, level: 1}
                  - {by: Ministerio de Justicia, role: institution, level: 2}
            """),
        right=lines("""
            answers:
              D13:
                level: 2
                reason: La Mesa revisó el expediente, ya enviado al Congreso.
                decided: 2026-12-03
                statements:
                  - {by: Fiscalía General, role: institution, level: 1}
                  - {by: Ministerio de Justicia, role: institution, level: 2}
            """),
    ),
    Rule(
        "decision-unexplained",
        "warning",
        N_("the institutions differ on {id}, and the decision lacks: {lacking}"),
        N_("say why (reason) and when (decided) the level was decided"),
        checks.unexplained_decisions,
        what=N_("The institutions differ, and the level that was decided lacks its reason or its date."),
        why=N_(
            "Whoever gave the other level has to see why and when it was decided; years later it is all that "
            "is left of the meeting."
        ),
        wrong=lines("""
            answers:
              D13:
                level: 2
                statements:
                  - {by: Fiscalía General, role: institution, level: 1}
                  - {by: Ministerio de Justicia, role: institution, level: 2}
            """),
        right=lines("""
            answers:
              D13:
                level: 2
                reason: La Mesa revisó el expediente, ya enviado al Congreso.
                decided: 2026-12-03
                statements:
                  - {by: Fiscalía General, role: institution, level: 1}
                  - {by: Ministerio de Justicia, role: institution, level: 2}
            """),
    ),
    Rule(
        "assigned-twice",
        "warning",
        N_("already in this list: {ids}"),
        N_("keep one of the two"),
        checks.double_assignments,
        what=N_("One institution's list of indicators names the same one twice, by itself or with its pillar."),
        why=N_("Often another indicator was meant, and that one would be left to nobody."),
        wrong=lines("""
            assignments:
              Ministerio de Justicia: [D13, D20, D13]
            """),
        right=lines("""
            assignments:
              Ministerio de Justicia: [D13, D20, D21]
            """),
    ),
    Rule(
        "outside-part",
        "warning",
        N_("{id} is not among the indicators of this part"),
        N_("add it to the ids of the part, or move the answer to the file of the institution that answers it"),
        checks.answers_outside_part,
        what=N_("An institution's part answers an indicator that is not among its own."),
        why=N_(
            "Another institution may answer it in its own part, and the committee would find two answers where "
            "it asked for one."
        ),
        wrong=lines("""
            # XPE-2026.justicia.yaml
            part: {institution: Justicia, ids: [D13]}
            answers:
              D13: {level: 2}
              D36: {level: 1}
            """),
        right=lines("""
            # XPE-2026.justicia.yaml
            part: {institution: Justicia, ids: [D13, D36]}
            answers:
              D13: {level: 2}
              D36: {level: 1}
            """),
    ),
    Rule(
        "content-changed",
        "error",
        N_("this is not what was signed as final: the fingerprint of the content is {actual}"),
        N_("put back what was signed, or open the file and sign it again"),
        checks.changed_content,
        what=N_("A signed file no longer says what was signed."),
        why=N_(
            "A signature holds for what was read. Whoever changes a final file opens it first, says why, and "
            "has it signed again."
        ),
        wrong=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13]}
            final: {date: 2026-12-10, content: c-ee9fcc18515d0b07}
            answers:
              D13: {level: 3, evidence: [{title: Ley 8, type: official-act}]}
            """),
        right=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13]}
            final: {date: 2026-12-10, content: c-ee9fcc18515d0b07}
            answers:
              D13: {level: 2, evidence: [{title: Ley 8, type: official-act}]}
            """),
    ),
    Rule(
        "signed-not-final",
        "warning",
        N_("the file is signed as final, and its status is “{status}”"),
        N_("set: status: final, or delete “final” if the file is being worked on again"),
        checks.signed_but_not_final,
        what=N_("A file is signed as final, and its status says that it is not."),
        why=N_("Readers would take a draft for what the country stands by, or the other way round."),
        wrong=lines("""
            # XPE-2026.justicia.yaml
            status: draft
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13]}
            final: {date: 2026-12-10, content: c-d2beb514b3886ff1}
            answers:
              D13: {level: 2}
            """),
        right=lines("""
            # XPE-2026.justicia.yaml
            status: final
            institution: Mesa Interinstitucional
            part: {institution: Justicia, ids: [D13]}
            final: {date: 2026-12-10, content: c-d2beb514b3886ff1}
            answers:
              D13: {level: 2}
            """),
    ),
)
