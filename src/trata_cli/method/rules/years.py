"""What is found when the files of a country are checked together: `method.years` finds it, of several files at once."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

YEARS: Final = (
    Rule(
        "year-twice",
        "warning",
        N_("{year} is also the year of {other}"),
        N_("keep one of the two; one institution's answers go into a part of their own: part: …"),
        what=N_("Two whole files are of one country, year and plan; the first by path counts."),
        why=N_(
            "A country has one answer a year, and nobody could tell which of the two it is: histories and syntheses "
            "rest on it."
        ),
        wrong=lines("""
            # XPE-2026.yaml
            answers:
              D13: {level: 2}
            # justicia/XPE-2026.yaml
            answers:
              D13: {level: 1}
            """),
        right=lines("""
            # XPE-2026.yaml
            answers:
              D13: {level: 2}
            # justicia/XPE-2026.justicia.yaml
            part: {institution: Justicia, ids: [D13]}
            answers:
              D13: {level: 1}
            """),
    ),
    Rule(
        "year-missing",
        "warning",
        N_("no file that can be read is of {missing}; the last year before this one is {before}"),
        N_("check it together with them: name their folder; if nobody assessed then, say so with a comment"),
        what=N_("Between a file and the one before it years are missing."),
        why=N_(
            "Only consecutive years are compared: over a gap no rise and no fall is seen. A file may lie elsewhere, "
            "or say a wrong year."
        ),
        wrong=lines("""
            # XPE-2024.yaml
            year: 2024
            # XPE-2026.yaml
            year: 2026
            """),
        right=lines("""
            # XPE-2024.yaml
            year: 2024
            # XPE-2025.yaml
            year: 2025
            # XPE-2026.yaml
            year: 2026
            """),
    ),
    Rule(
        "fall-unexplained",
        "warning",
        N_("level {level}, and {before} in {year}: a fall needs a reason"),
        N_("add to this answer: reason: …; it will be required when the file is final"),
        what=N_("A level is below that of the year before, and there is no reason."),
        why=N_(
            "Something was lost, or last year's answer was too good: whoever compares the years has to know which of "
            "the two it was."
        ),
        wrong=lines("""
            # XPE-2025.yaml
            answers:
              D13: {level: 2}
            # XPE-2026.yaml
            answers:
              D13:
                level: 1
            """),
        right=lines("""
            # XPE-2025.yaml
            answers:
              D13: {level: 2}
            # XPE-2026.yaml
            answers:
              D13:
                level: 1
                reason: La comisión redactora se disolvió en marzo de 2026.
            """),
    ),
    Rule(
        "final-fall-unexplained",
        "error",
        N_("level {level}, and {before} in {year}: a fall needs a reason, and the file is final"),
        N_("add to this answer: reason: …; a final file is opened for it with: trata finalize FILE --reopen REASON"),
        what=N_("In a final file a level is below that of the year before, and there is no reason."),
        why=N_(
            "What is final is what the country stands by: without a reason its readers can't tell a loss from an "
            "answer that was put right."
        ),
        wrong=lines("""
            # XPE-2025.yaml
            answers:
              D13: {level: 2}
            # XPE-2026.yaml
            status: final
            institution: Mesa Interinstitucional
            answers:
              D13:
                level: 1
            """),
        right=lines("""
            # XPE-2025.yaml
            answers:
              D13: {level: 2}
            # XPE-2026.yaml
            status: final
            institution: Mesa Interinstitucional
            answers:
              D13:
                level: 1
                reason: La comisión redactora se disolvió en marzo de 2026.
            """),
    ),
    Rule(
        "rise-without-evidence",
        "warning",
        N_("level {level}, and {before} in {year}, without evidence that was not there then"),
        N_("add the document that shows what is new: evidence, with title, date and where it is"),
        what=N_("A level is above that of the year before, and all of its evidence was there already."),
        why=N_("What moved within the year left a trace in it. The same papers say what they said the year before."),
        wrong=lines("""
            # XPE-2025.yaml
            answers:
              D13:
                level: 1
                evidence: [{title: Acta 4 de la Mesa, type: official-act, date: 2025}]
            # XPE-2026.yaml
            answers:
              D13:
                level: 2
                evidence: [{title: Acta 4 de la Mesa, type: official-act, date: 2025}]
            """),
        right=lines("""
            # XPE-2025.yaml
            answers:
              D13:
                level: 1
                evidence: [{title: Acta 4 de la Mesa, type: official-act, date: 2025}]
            # XPE-2026.yaml
            answers:
              D13:
                level: 2
                evidence: [{title: Ley 1234, type: official-act, date: 2026-05-02}]
            """),
    ),
)
