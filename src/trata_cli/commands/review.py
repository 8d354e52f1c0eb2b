"""`trata review`: a reviewer's walk through the answered indicators."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from typing import Final

from trata_cli.commands.asking import Asker, Interruptions
from trata_cli.commands.common import OK, open_assessment, open_shelf, wrong
from trata_cli.commands.init import parse_name
from trata_cli.commands.loop import Loop, Talk, answerable, farewell, say, say_first, walk_of
from trata_cli.files.document import STANDARD_INPUT
from trata_cli.files.saving import AnswerFile
from trata_cli.i18n import _, language
from trata_cli.method import reviewing
from trata_cli.views import review as screens
from trata_cli.views.terminal import Terminal

_TALK: Final = Talk(reviewing.step, reviewing.take_note, screens.prompt, screens.shown)


def run(
    file: str, *, by: str, only: Sequence[str], pillar: str | None, plans: Sequence[str], plain: bool, quiet: bool
) -> int:
    """Walk through what is answered; every statement is on disk before the next question."""
    terminal, asker, interruptions = Terminal(quiet=quiet, plain=plain), Asker(plain=plain), Interruptions()
    if file == STANDARD_INPUT:
        raise wrong(_("A review needs a file; standard input is for the answers."), terminal)
    reviewer = parse_name(by, "--by", terminal)
    shelf = open_shelf(plans, terminal, language())
    with interruptions.listening():
        reading = open_assessment(file, shelf, terminal)
        assessment, plan = answerable(reading, terminal)
        wanted = walk_of(plan, only, pillar, terminal)
        walk = [id_ for id_ in wanted if reviewing.is_answered(assessment.answers.get(id_), plan)]
        if not walk:
            say(_("Nothing is answered here: there is nothing to review."), terminal)
            return OK
        say_first(file, reading, terminal)
        state = reviewing.begin(plan, date.today().isoformat(), assessment.answers, walk, reviewer)
        loop = Loop(_TALK, AnswerFile(reading.document, plan), state, shelf, terminal, asker, interruptions)
        try:
            return loop.run()
        finally:
            with contextlib.suppress(OSError):  # the terminal may be gone
                terminal.print(screens.counted(loop.state, "", terminal.look))
            text = _("Review saved in {path}. Go on with: {command}")
            farewell(text, "review", str(loop.file.path), {"--by": [reviewer], "--plan": plans}, terminal)
