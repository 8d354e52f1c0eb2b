"""The interview's screens and prompts, as lines."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_, _, ngettext
from trata_cli.method import totals
from trata_cli.method.dialogue import MOST_HITS, Ask, Interview
from trata_cli.model.assessment import EVIDENCE_TYPES, WORDS, Answer
from trata_cli.model.text import visible
from trata_cli.views.status import totals_lines
from trata_cli.views.terminal import Line, Look, cut, paragraphs, wrap
from trata_cli.views.words import evidence_type_name, state_name, state_text

_NARROW: Final = 60
_FEW_ROWS: Final = 30
_DIRECTIVE_ROWS: Final = 2
_CUT: Final = " …  (d)"
_BAR: Final = 10
_SHORTEST: Final = 12
"""The least of a note or a title that says anything."""
QUESTION: Final = "bold cyan"
"""The style of what waits for a line."""

_PROMPTS: Final = {
    Ask.LEVEL: N_("{id}  Level {scale} · n not applicable · s no information · - back · ? help · q quit"),
    Ask.CLEAR: N_("Clear the answer to {id}? x = yes, Enter = no"),
    Ask.SEARCH: N_("{id} · Number from the list, or Enter to stay"),
    Ask.NOTE: N_("{id} · Note (Enter = {keep}, e = editor)"),
    Ask.WORD_REASON: N_("{id} · {word}. Why?{keep}"),
    Ask.FALL_REASON: N_("{id} · {year}: level {before}, now: {now}. Why?{keep}"),
    Ask.TITLE: N_("{id} · Evidence: title (Enter = no more)\nor all in one line: title | type | date | issuer | where"),
    Ask.TYPE: N_("{id} · Type of “{title}”:\n{types}"),
    Ask.DATE: N_("{id} · Date: 2026-03-01, 2026-03, 2026 or 01/03/2026 (Enter = none)"),
    Ask.ISSUER: N_("{id} · Issuer (Enter = none)"),
    Ask.WHERE: N_("{id} · Where: web address, or where the paper lies (Enter = none)"),
    Ask.AUDIENCE: N_("{id} · Audience: p public, i internal (Enter = public)"),
}


def screen(state: Interview, look: Look) -> list[Line]:
    """The indicator that is asked: where one is, what it means, last year's answer and the one so far."""
    return [
        Line(),
        *_header(state, look),
        Line(),
        *_directive(state, look),
        Line(),
        *_indicator(state, look),
        Line(),
        *_descriptors(state, look),
        Line(),
        *_last_year(state, look),
        *_so_far(state, look),
    ]


def _indent(look: Look) -> str:
    return "  " if look.width >= _NARROW else ""


def _header(state: Interview, look: Look) -> list[Line]:
    place = state.place
    parts = [
        place.pillar.title.upper(),
        _("directive {number}").format(number=place.directive.number),
        _("indicator {number} of {count}").format(number=place.number, count=len(state.plan.places)),
    ]
    share = f"{round(100 * state.fraction)} %"
    filled = round(_BAR * state.fraction)
    bar = f"{'█' * filled}{'░' * (_BAR - filled)}  "
    layouts = [("  ·  ", "  ", bar + share), (" · ", " ", bar + share), (" · ", " ", share)]
    for dot, gap, right in layouts if not look.plain else layouts[2:]:
        left = f"{dot.join(parts)}{gap}{place.id}"
        if len(left) + 2 + len(right) <= look.width:
            return [Line(left + " " * (look.width - len(left) - len(right)) + right, "bold")]
    return [Line(text, "bold") for text in wrap(f"{' · '.join(parts)} {place.id} · {share}", look.width)]


def _directive(state: Interview, look: Look) -> list[Line]:
    """The directive, cut where rows are few: `d` shows all of it."""
    indent = _indent(look)
    lines = wrap(state.place.directive.text, look.width, indent)
    if look.height <= _FEW_ROWS and len(lines) > _DIRECTIVE_ROWS:
        lines = wrap(state.place.directive.text, look.width - len(_CUT), indent)[:_DIRECTIVE_ROWS]
        lines[-1] = lines[-1].rstrip(" ,;.") + _CUT
    return [Line(line) for line in lines]


def _indicator(state: Interview, look: Look) -> list[Line]:
    indent = _indent(look)
    head = f"{indent}{state.id}  "
    return [Line(text, "bold") for text in wrap(state.place.indicator.text, look.width, head, " " * len(head))]


def _descriptors(state: Interview, look: Look) -> list[Line]:
    lines: list[Line] = []
    indent = _indent(look)
    for level, descriptor in state.plan.descriptors(state.place.indicator).items():
        if level == state.plan.fulfilled_from:
            lines.append(_threshold(look))
        chosen = state.answer.level == level
        head = f"{indent}{'*' if chosen else ' '} {level}  "
        hanging = " " * len(head)
        lines += [Line(text, "bold" if chosen else "") for text in wrap(descriptor.short, look.width, head, hanging)]
    return lines


def _threshold(look: Look) -> Line:
    word = _("fulfilled")
    indent = _indent(look)
    if look.plain:
        return Line(f"{indent}- {word} -")
    return Line(f"{indent}─ {word} ".ljust(look.width - len(indent), "─"), "dim")


def _last_year(state: Interview, look: Look) -> list[Line]:
    if state.before is None:
        return []
    year = str(state.year_before or _("Last year"))
    return _in_short(f"{year}: {_standing(state.before)}", state.before, _("(= repeats it)"), look)


def _so_far(state: Interview, look: Look) -> list[Line]:
    if state.id not in state.answers:
        return []
    pieces = [_("So far: {what}").format(what=_standing(state.answer))]
    if count := len(state.answer.evidence):
        pieces.append(ngettext("{count} evidence", "{count} pieces of evidence", count).format(count=count))
    if count := len(state.answer.statements):
        pieces.append(ngettext("{count} statement", "{count} statements", count).format(count=count))
    return _in_short(", ".join(pieces), state.answer, _("(Enter = keeps it)"), look)


def _standing(answer: Answer) -> str:
    if answer.level is None:
        return _("no level yet")
    return state_name(answer.level) if answer.level in WORDS else _("level {level}").format(level=answer.level)


def _in_short(lead: str, answer: Answer, key: str, look: Look) -> list[Line]:
    """An answer on one line, where rows count; on a narrow screen it may take a few."""
    text = answer.reason if answer.level in WORDS else answer.note or answer.reason
    room = max(look.width, _NARROW) - len(lead) - len(" — «»  ") - len(key)
    said = f" — «{cut(text, room)}»" if text and room > _SHORTEST else ""
    return [Line(line) for line in wrap(f"{lead}{said}  {key}", look.width)]


def prompt(state: Interview, look: Look) -> list[Line]:
    """The question that waits for a line; it names the indicator."""
    text = _(_PROMPTS[state.ask]).format(**_prompt_values(state))
    return [Line(line, QUESTION) for line in paragraphs(text, look.width)]


def _prompt_values(state: Interview) -> dict[str, str]:
    answer, has_reason = state.answer, bool(state.answer.reason)
    if state.ask is Ask.WORD_REASON:
        has_reason = has_reason and answer.level == state.word
    keep = _(" (Enter = as it is)") if has_reason else ""
    if state.ask is Ask.NOTE:
        keep = _("as it is") if answer.note else _("none")
    return {
        "id": state.id,
        "scale": f"{state.plan.lowest}–{state.plan.top}",
        "keep": keep,
        "word": state_name(state.word).capitalize() if state.word else "",
        "year": str(state.year_before or _("Last year")),
        "before": str(state.before.level) if state.before else "",
        "now": str(answer.level),
        "title": cut(state.title, 40),
        "types": " · ".join(
            f"{letter} {evidence_type_name(t)}" for letter, t in zip("abcd", EVIDENCE_TYPES, strict=True)
        ),
    }


def directive(state: Interview, look: Look) -> list[Line]:
    """The whole directive."""
    return [
        Line(),
        *(Line(text) for text in wrap(state.place.directive.text, look.width, _indent(look))),
        Line(),
    ]


def help_lines(state: Interview, look: Look) -> list[Line]:
    """Long descriptors, proofs, guidance, hints, and the keys."""
    indicator = state.place.indicator
    lines = [Line(), *_indicator(state, look)]
    for text in (indicator.guidance, indicator.erratum):
        if text:
            lines += [Line(line) for line in wrap(text, look.width, _indent(look))]
    lines.append(Line())
    for level, descriptor in state.plan.descriptors(indicator).items():
        if level == state.plan.fulfilled_from:
            lines.append(_threshold(look))
        proof = " " + _("Proof: {proof}.").format(proof=descriptor.proof.rstrip(".")) if descriptor.proof else ""
        head = f"{_indent(look)}  {level}  "
        lines += [Line(line) for line in wrap(descriptor.text + proof, look.width, head, " " * len(head))]
    hint = indicator.not_applicable or _(
        "Nothing in the plan says that it may not apply: give the fact or the decision."
    )
    lines += [Line(), *(Line(line) for line in wrap(f"n  {hint}", look.width, _indent(look)))]
    lines += [
        Line(),
        *(Line(line) for key in _keys(state) for line in wrap(key, look.width, _indent(look), "      ")),
    ]
    return [*lines, Line()]


def _keys(state: Interview) -> list[str]:
    return [
        _("{scale} level · n not applicable · s no information · Enter leaves it as it is and goes on").format(
            scale=f"{state.plan.lowest}–{state.plan.top}"
        ),
        _("- back · g 14b or 14b go to · /word search · = copy last year's answer · d the whole directive"),
        _("x clear · ? this help · q save and leave (at every question: q, -, ?)"),
    ]


def hits(state: Interview, look: Look) -> list[Line]:
    """The results of a search, numbered."""
    lines = []
    for number, id_ in enumerate(state.hits[:MOST_HITS], start=1):
        head = f"{number:>3}  "
        text = f"{id_}  {state.plan.places[id_].indicator.text}"
        standing = f"({state_text(totals.state(state.answers.get(id_), state.plan), state.plan)})"
        if look.width >= _NARROW:
            found = [f"{head}{cut(text, look.width - len(head) - len(standing) - 2)}  {standing}"]
        else:
            found = [head + cut(text, look.width - len(head)), *wrap(standing, look.width, " " * len(head))]
        lines += [Line(line) for line in found]
    more = len(state.hits) - MOST_HITS
    if more > 0:
        text = _("… and {more} more: search for a longer word").format(more=more)
        lines += [Line(line) for line in wrap(text, look.width)]
    return lines


def totals_of(state: Interview, pillar: str, look: Look) -> list[Line]:
    """The totals of a pillar, or of the whole where it is not named."""
    plan = state.plan
    places = [place for place in plan.places.values() if pillar in ("", place.pillar.id)]
    found = totals.count((totals.state(state.answers.get(place.id), plan) for place in places), plan)
    title = places[0].pillar.title if pillar else _("Whole plan")
    return [
        Line(),
        *(Line(line, "bold") for line in wrap(title.upper(), look.width)),
        *(Line(line) for line in totals_lines(found, plan, look)),
    ]


def done(id_: str, look: Look) -> list[Line]:
    """The line that ends an indicator."""
    text = _("{id} saved").format(id=id_)
    return [Line(text if look.plain else f"✓ {text}", "green")]


def said(message: str, look: Look) -> list[Line]:
    """One line of talk, wrapped."""
    return [Line(line) for line in paragraphs(visible(message), look.width)]
