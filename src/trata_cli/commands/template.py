"""`trata template export`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from trata_cli.commands.common import OK, write_file, wrong
from trata_cli.files.document import reason
from trata_cli.i18n import _
from trata_cli.model.text import visible
from trata_cli.resources import resource
from trata_cli.views.rendering import layout_files
from trata_cli.views.terminal import Terminal, shell

_REFERENCE: Final = "docs/templates.md"
_README: Final = "README.md"


def export(folder: str, *, quiet: bool) -> int:
    """Write the report's templates, its styles and what a template may use into a new folder, or an empty one."""
    terminal = Terminal(quiet=quiet)
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        is_empty = not any(target.iterdir())
    except OSError as error:
        text = _("The folder {path} can't be made: {reason}.")
        raise wrong(text.format(path=visible(folder), reason=_(reason(error))), terminal) from None
    if not is_empty:
        text = _("{path} is not empty, and nothing in it is overwritten: name a new folder.")
        raise wrong(text.format(path=visible(folder)), terminal)
    for source in dict.fromkeys((*layout_files("html"), *layout_files("md"), resource(_REFERENCE))):
        write_file(str(target / source.name), source.read_bytes(), terminal)
    write_file(str(target / _README), _readme(), terminal)
    terminal.print([_("Templates: {path}").format(path=visible(folder))])
    own = shell("report", "assessments/XPE-2026.yaml", "--template", str(target / "report.html.j2"), "-o", "own.html")
    terminal.talk(_("Change them, and then: {command}").format(command=own))
    return OK


def _readme() -> str:
    """What the files of the folder are for, in the language in force."""
    files = {
        ("report.html.j2",): _("the report as a page."),
        ("report.md.j2",): _("the report as Markdown."),
        ("parts.html.j2", "change.html.j2", "change.md.j2"): _("parts of these: the bars, what changed, all years."),
        ("report.css", "change.css"): _("the styles of the page."),
        (_REFERENCE.rpartition("/")[2],): _("all that a template may show, and how (in English)."),
    }
    paragraphs = (
        "# " + _("A layout of your own for trata reports"),
        _("These are the templates with which trata writes its reports. Change what you like, and name yours:"),
        "    trata report assessments/XPE-2026.yaml --template report.html.j2 -o informe.html",
        "\n".join(f"- {', '.join(f'`{name}`' for name in names)}: {text}" for names, text in files.items()),
        _("A part or a style sheet that you take out is the shipped one."),
        _("Whatever a template prints is escaped: no text of an assessment can change the page."),
        _("A mistake is named with its line, and no report is written."),
        _(
            "Whoever verifies the report needs these files too: trata verify REPORT FILE --template report.html.j2. "
            "The report carries their SHA-256."
        ),
        _("Templates are code: use none of which you don't know who wrote it."),
    )
    return "\n\n".join(paragraphs) + "\n"
