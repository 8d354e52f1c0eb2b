"""What can be wrong with a form that came back; the reader finds it (`files.sheets`, `method.form_answers`)."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule

FORMS: Final = (
    Rule(
        "form-unreadable",
        "error",
        N_("this form can't be read: {reason}"),
        N_("a form is an Excel workbook (.xlsx), made by: trata form export"),
        what=N_("What came back is no workbook that can be read safely, or no form of trata."),
        why=N_(
            "A form is read without running anything in it and without guessing. What belongs to it, its country, year "
            "and edition, is in a hidden sheet that has to come back too."
        ),
        wrong=N_("A form that was saved with a password, as .ods or as .xls; a table that was typed anew."),
        right=N_("The form that was given, filled in and saved as an Excel workbook (.xlsx)."),
    ),
    Rule(
        "form-incomplete",
        "error",
        N_("“{found}” is missing"),
        N_("copy the answers into the form as it was given, with all its sheets and columns"),
        what=N_("A sheet or a column of the form is missing, or its heading says something else."),
        why=N_(
            "Columns are found by their headings: of one that is missing nobody knows whether it was to be emptied."
        ),
        wrong=N_("A form in which the column “Reason” was deleted."),
        right=N_("The same form in which the column was hidden, or moved to another place."),
    ),
    Rule(
        "form-twice",
        "error",
        N_("“{found}” is there twice: here, and in {other}"),
        N_("keep one of the two"),
        what=N_("A sheet, a heading or the row of an indicator is there twice."),
        why=N_("Only whoever filled it in knows which of the two is meant."),
        wrong=N_("A row of D05 that was copied below itself, with another level."),
        right=N_("One row of D05; more documents in the sheet of evidence, where an indicator may have many rows."),
    ),
    Rule(
        "form-id-missing",
        "error",
        N_("this row does not say of which indicator it is"),
        N_("choose the id in its first column"),
        what=N_("A row says something and has no id."),
        why=N_("Rows may be sorted, so the row above tells nothing about it."),
        wrong=N_("A document in a row whose id was left empty."),
        right=N_("The same row with D05 in its first cell."),
    ),
    Rule(
        "form-formula",
        "error",
        N_("this cell has a formula, not a value"),
        N_("copy it and paste its value: Paste special, Values"),
        what=N_("A cell that is to be filled in has a formula."),
        why=N_("A formula says something else when it is opened elsewhere, or when what it points to changes."),
        wrong=N_("A note that is =B5, or a date that is =TODAY()."),
        right=N_("The text, or the date, itself."),
    ),
    Rule(
        "form-value",
        "error",
        N_("this cell has “{found}”, which is no text, number or date"),
        N_("write it again"),
        what=N_("A cell has an error of a formula, a truth value or a time of day."),
        why=N_("What was meant by it can't be known, and no answer takes it."),
        wrong=N_("A cell with #N/A or TRUE."),
        right=N_("A cell with a text, a number or a date."),
    ),
    Rule(
        "form-merged",
        "error",
        N_("merged cells: only the first of them has a value"),
        N_("unmerge them, and write into each what belongs there"),
        what=N_("Cells in which something could be written are merged."),
        why=N_("To the eye their value belongs to all rows, in the file to the first alone: a level would be lost."),
        wrong=N_("One level for D05 and D06, in a cell that spans both rows."),
        right=N_("The level in the row of D05, and again in that of D06."),
    ),
    Rule(
        "form-date-ambiguous",
        "error",
        N_("“{found}” may be {one} or {other}"),
        N_("write one of the two"),
        what=N_("A date was written as a text with numbers of which either may be the day."),
        why=N_("In a form in Spanish the day comes first; in one in English both ways are in use."),
        wrong=N_("03/04/2026, in a form in English."),
        right=N_("2026-04-03."),
    ),
    Rule(
        "form-conflict",
        "error",
        N_("{id} was changed in the file since the form went out, and in the form to something else"),
        N_("make both say the same, in the file or here"),
        what=N_("The form and the file changed the same thing of an answer, each in its own way."),
        why=N_("Taken in, the form would undo what somebody wrote in the meantime."),
        wrong=N_("A form that raises D05 from 1 to 2, while somebody entered a 3 in the file."),
        right=N_("The same level in both; what only one of the two changed is put together."),
    ),
)
