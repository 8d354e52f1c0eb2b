"""What may let somebody find a victim, a witness or a shelter.

The reader finds it (`files.personal`), by the forms of `method.personal`: comments and keys are looked through too.
"""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

PERSONAL: Final = (
    Rule(
        "personal-data-email",
        "warning",
        N_("“{found}” looks like an e-mail address"),
        N_("leave it out; if it is an office's, public on purpose, say so: # trata: ignore=personal-data-email why"),
        what=N_("A text has an e-mail address."),
        why=N_(
            "Reports are read and copied for years, and an address leads to a person; an institution's name is enough."
        ),
        wrong=lines("""
            answers:
              D26:
                level: 2
                note: Las consultas se dirigen a enlace@mesa.example.
            """),
        right=lines("""
            answers:
              D26:
                level: 2
                note: Las consultas se dirigen a la Secretaría de la Mesa.
            """),
    ),
    Rule(
        "personal-data-phone",
        "warning",
        N_("“{found}” looks like a telephone number"),
        N_("leave it out; if it is a hotline or an office, say so: # trata: ignore=personal-data-phone why"),
        what=N_("A text has a telephone number."),
        why=N_(
            "A number leads to whoever answers it. Hotlines of three or four digits are not looked at; a longer one "
            "is public on purpose, which has to be said once."
        ),
        wrong=lines("""
            answers:
              D05:
                level: 2
                note: La línea gratuita 0800 555 0123 atiende todos los días.
            """),
        right=lines("""
            answers:
              D05:
                level: 2
                # La línea es pública: se difunde en la campaña.
                note: >  # trata: ignore=personal-data-phone Línea pública.
                  La línea gratuita 0800 555 0123 atiende todos los días.
            """),
    ),
    Rule(
        "personal-data-document",
        "error",
        N_("“{found}” is the number of an identity document: its check digit is right"),
        N_("take it out, and out of the file's history too; cite a document by its title, body, date and page"),
        what=N_("A text has the number of an identity document, in its printed form and with a valid check digit."),
        why=N_("With it a person is found in any register. No assessment needs one; a company's tax number is none."),
        wrong=lines("""
            answers:
              D30:
                level: 1
                note: La beneficiaria, CPF 123.456.789-09, terminó el curso.
            """),
        right=lines("""
            answers:
              D30:
                level: 1
                note: Una beneficiaria terminó el curso.
            """),
    ),
    Rule(
        "personal-data-document-likely",
        "warning",
        N_("“{found}” looks like the number of an identity document"),
        N_("take it out; if it is none, say what it is: # trata: ignore=personal-data-document-likely why"),
        what=N_("A text has a number behind a word such as DNI, cédula or passport."),
        why=N_(
            "With it a person is found in any register. Many countries' numbers have no check digit, so the word "
            "before it decides."
        ),
        wrong=lines("""
            answers:
              D30:
                level: 1
                note: La beneficiaria, DNI 30.123.456, terminó el curso.
            """),
        right=lines("""
            answers:
              D30:
                level: 1
                note: Una beneficiaria terminó el curso.
            """),
    ),
    Rule(
        "personal-data-coordinates",
        "warning",
        N_("“{found}” looks like coordinates"),
        N_("name the municipality or the department, and of a shelter not even that"),
        what=N_("A text has coordinates: a pair of decimal degrees, or degrees and minutes."),
        why=N_("They lead to the door of a house: of a shelter, a victim's family or a pending operation."),
        wrong=lines("""
            answers:
              D29a:
                level: 2
                note: El mapeo comprende el refugio de -25.28646, -57.64720.
            """),
        right=lines("""
            answers:
              D29a:
                level: 2
                note: El mapeo comprende un refugio, sin datos de localización.
            """),
    ),
    Rule(
        "personal-data-address",
        "warning",
        N_("“{found}” looks like a street address, near a word for a shelter"),
        N_("leave it out; if it is an office's, say so: # trata: ignore=personal-data-address why"),
        what=N_("A text that speaks of a shelter has a street with a house number or a corner."),
        why=N_("Whoever exploited somebody looks for them: where a shelter is must not be found by reading."),
        wrong=lines("""
            answers:
              D29a:
                level: 2
                note: El refugio funciona en la calle Los Olivos 1234.
            """),
        right=lines("""
            answers:
              D29a:
                level: 2
                note: El refugio funciona en la capital.
            """),
    ),
    Rule(
        "personal-data-small-count",
        "warning",
        N_("“{found}” counts so few persons that they may be recognized"),
        N_("write “fewer than 10”, or give the total of a larger territory or of more years"),
        what=N_("A text counts one to nine victims, witnesses, children, or persons to whom something was done."),
        why=N_(
            "In a small place, with a year and a crime, three victims are as good as three names. Laws, courses, "
            "campaigns, shelters and officials are not meant."
        ),
        wrong=lines("""
            answers:
              D32a:
                level: 2
                note: El programa asistió a 3 víctimas.
            """),
        right=lines("""
            answers:
              D32a:
                level: 2
                note: El programa asistió a menos de 10 víctimas.
            """),
    ),
)
