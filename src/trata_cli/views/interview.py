"""The interview's screens and prompts, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trata_cli.i18n import N_, _, ngettext
from trata_cli.method import totals
from trata_cli.method.dialogue import MOST_HITS, Ask, Interview, Show
from trata_cli.method.interview import personal
from trata_cli.method.rules import RULES
from trata_cli.model.assessment import EVIDENCE_TYPES, WORDS, Answer
from trata_cli.model.plan import Case
from trata_cli.model.text import visible
from trata_cli.views.answers import evidence_text, levels_of, said_in_full, said_in_short, standing, whole
from trata_cli.views.status import totals_lines
from trata_cli.views.terminal import Line, Look, cut, paragraphs, wrap
from trata_cli.views.words import audience_name, evidence_type_name, state_name, state_text

_NARROW: Final = 60
_FEW_ROWS: Final = 30
_DIRECTIVE_ROWS: Final = 2
_CUT: Final = " …  (d)"
_BAR: Final = 10
_LONGEST: Final = 240
"""The most that a list shows of one piece of evidence."""
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
    Ask.DECISION_REASON: N_("{id} · The institutions differ ({said}). Why {now}?{keep}"),
    Ask.TITLE: N_("{id} · Evidence: title (Enter = no more)\nor all in one line: title | type | date | issuer | where"),
    Ask.TYPE: N_("{id} · Type of “{title}”:\n{types}"),
    Ask.DATE: N_("{id} · Date: 2026-03-01, 2026-03, 2026 or 01/03/2026{choices}"),
    Ask.ISSUER: N_("{id} · Issuer{choices}"),
    Ask.WHERE: N_("{id} · Where: web address, or where the paper lies{choices}"),
    Ask.AUDIENCE: N_("{id} · Audience: p public, i internal{choices}"),
    Ask.NEW_TITLE: N_("{id} · Title{choices}"),
    Ask.NEW_TYPE: N_("{id} · Type{choices}:\n{types}"),
    Ask.TARGET_LEVEL: N_("{id} · Target: level to reach, {scale}{choices}"),
    Ask.TARGET_BY: N_("{id} · Target: by when, such as 2027-12-31, 2027-12 or 2027{choices}"),
    Ask.TARGET_LEAD: N_("{id} · Target: institution that leads{choices}"),
    Ask.TARGET_ACTION: N_("{id} · Target: what will be done{choices}"),
    Ask.WHY_PUBLIC: N_("{id} · Why is it public? Such as: national hotline (Enter = back)"),
    Ask.UNSAVED: N_("{pending} is not saved.\nEnter = try again, the path of a new file = save there, q = quit"),
    Ask.CONFLICT: N_("{pending}: 1 = take what stands in the file, 2 = keep your answer"),
}
_OF_EVIDENCE: Final = {
    Ask.NEW_TITLE: "title",
    Ask.NEW_TYPE: "type",
    Ask.DATE: "date",
    Ask.ISSUER: "issuer",
    Ask.WHERE: "where",
    Ask.AUDIENCE: "audience",
}
_OF_TARGET: Final = {
    Ask.TARGET_LEVEL: "level",
    Ask.TARGET_BY: "by",
    Ask.TARGET_LEAD: "lead",
    Ask.TARGET_ACTION: "action",
}
_OF_TEXTS: Final = {
    "note": N_("Note"),
    "internal_note": N_("Internal note"),
    "reason": N_("Reason"),
    "title": N_("Title of the evidence"),
    "issuer": N_("Issuer of the evidence"),
    "reference": N_("Place of the evidence"),
    "lead": N_("Target: institution that leads"),
    "action": N_("Target: what will be done"),
}
_MOST_FOUND: Final = 3
"""Of more that was found in one text only so much is shown: the question has to stay on the screen."""
_NEEDED: Final = (Ask.NEW_TITLE, Ask.NEW_TYPE, Ask.AUDIENCE)
"""Details that can be changed and not taken out."""


def screen(state: Interview, look: Look) -> list[Line]:
    """The indicator that is asked: where one is, what it means, last year's answer and the one so far.

    Where institutions differ it says who says what: on lines of their own if there is room for them between the line
    before and the one that is typed on. The guidance is there as well if there still is.
    """
    above = [Line(), *_header(state, look), Line(), *_directive(state, look), Line(), *_indicator(state, look)]
    below = [Line(), *_descriptors(state, look), Line(), *_last_year(state, look)]
    last, asked, said = _so_far(state, look), prompt(state, look), said_in_short(state.answer, look)
    room = look.height - len(above) - len(below) - len(last) - len(asked) - 2
    if said and len(said) > room:
        said, last = [], _so_far(state, look, levels_of(state.answer))
    guidance = _guidance(state, look)
    return [*above, *(guidance if len(guidance) + len(said) <= room else ()), *below, *said, *last]


def shown(show: Show, state: Interview, look: Look) -> list[Line]:
    """What is more than a line: a screen, a list, totals."""
    return {
        "screen": lambda: screen(state, look),
        "directive": lambda: directive(state, look),
        "help": lambda: help_lines(state, look),
        "cases": lambda: cases(state, look),
        "hits": lambda: hits(state, look),
        "totals": lambda: totals_of(state, show.pillar, look),
        "evidence": lambda: evidence_lines(state, look),
        "hint": lambda: hint(state, look),
        "conflict": lambda: conflict(state, look),
        "unsaved": lambda: unsaved(state, look),
    }[show.what]()


def judged(state: Interview, look: Look) -> list[Line]:
    """What is judged, whoever judges: the directive, the indicator, its levels with the one that was given marked."""
    return [*_directive(state, look), Line(), *_indicator(state, look), Line(), *_descriptors(state, look)]


def whereabouts(state: Interview) -> list[str]:
    """Where in the plan one is."""
    place = state.place
    return [
        place.pillar.title.upper(),
        _("directive {number}").format(number=place.directive.number),
        _("indicator {number} of {count}").format(number=place.number, count=len(state.plan.places)),
    ]


def _guidance(state: Interview, look: Look) -> list[Line]:
    """How to read the indicator, by the plan."""
    text = state.place.indicator.guidance
    indent = _indent(look) + " " * (len(state.id) + 2 if look.width >= _NARROW else 0)
    return [Line(line, "italic") for line in wrap(text, look.width, indent)] if text else []


def _indent(look: Look) -> str:
    return "  " if look.width >= _NARROW else ""


def _header(state: Interview, look: Look) -> list[Line]:
    place, parts, count = state.place, whereabouts(state), len(state.plan.places)
    if look.plain:
        progress = _("answered {settled} of {count}").format(settled=state.settled, count=count)
        return [Line(text) for text in wrap(f"{' · '.join(parts)} {place.id} · {progress}", look.width)]
    share = f"{round(100 * state.settled / count)} %"
    filled = round(_BAR * state.settled / count)
    bar = f"{'█' * filled}{'░' * (_BAR - filled)}  "
    for dot, gap, right in [("  ·  ", "  ", bar + share), (" · ", " ", bar + share), (" · ", " ", share)]:
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
    return _in_short(f"{year}: {standing(state.before.level)}", state.before, _("(= repeats it)"), look)


def _so_far(state: Interview, look: Look, said: str = "") -> list[Line]:
    if state.id not in state.answers:
        return []
    answer = state.answer
    pieces = [_("So far: {what}").format(what=standing(answer.level))]
    if answer.target:
        pieces.append(_("target {level}").format(level=answer.target.level))
    if count := len(answer.evidence):
        pieces.append(ngettext("{count} evidence", "{count} pieces of evidence", count).format(count=count))
    if said:
        pieces.append(said)
    elif count := len(answer.statements):
        pieces.append(ngettext("{count} statement", "{count} statements", count).format(count=count))
    return _in_short(", ".join(pieces), answer, _("(Enter = keeps it)"), look)


def _in_short(lead: str, answer: Answer, key: str, look: Look) -> list[Line]:
    """An answer on one line, where rows count; on a narrow screen it may take a few."""
    text = answer.reason if answer.level in WORDS else answer.note or answer.reason
    room = max(look.width, _NARROW) - len("  ") - len(key)
    lead = cut(lead, room)
    room -= len(lead) + len(" — «»")
    said = f" — «{cut(text, room)}»" if text and room > _SHORTEST else ""
    return [Line(line) for line in wrap(f"{lead}{said}  {key}", look.width)]


def prompt(state: Interview, look: Look) -> list[Line]:
    """The question that waits for a line; it names the indicator."""
    if state.ask is Ask.PERSONAL:
        return personal_data(state, look)
    question, values, choices = _(_PROMPTS[state.ask]), _prompt_values(state), _choices(state)
    text = question.format(**values, choices=f" {choices}")
    if len(text.partition("\n")[0]) > look.width:
        text = question.format(**values, choices=f"\n{choices}")
    return [Line(line, QUESTION) for line in paragraphs(text, look.width)]


def personal_data(state: Interview, look: Look) -> list[Line]:
    """What looks like personal data in a text that was just saved, masked, and what can be done."""
    asked = personal.doubted(state)
    if asked is None:
        return [Line(state.id, QUESTION)]
    name = _("Comment") if state.reviewer else _(_OF_TEXTS[str(asked.pointer[-1])])
    every = (_(RULES[each.code].message).format(found=cut(each.masked, 40)) for each in asked.matches)
    found = list(dict.fromkeys(every))
    more = len(found) - _MOST_FOUND
    found = [*found[:_MOST_FOUND], *([_("… and {more} more").format(more=more)] if more > 0 else [])]
    heads = [f"{state.id} · {name}: {found[0]}", *found[1:]]
    keys = (
        _("Type the text anew · p = it is public · x = take it out · e = editor · Enter = leave it")
        if asked.can_go
        else _("Type the text anew · p = it is public · e = editor · Enter = leave it")
    )
    lines = [line for head in heads for line in wrap(head, look.width)]
    return [Line(line, QUESTION) for line in [*lines, *wrap(keys, look.width)]]


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
        "now": state_name(answer.level) if answer.level is not None else "",
        "said": ", ".join(state_name(level) for level in totals.stated(answer)),
        "title": cut(state.title, 40),
        "pending": state.pause.save.id if state.pause else "",
        "types": " · ".join(
            f"{letter} {evidence_type_name(t)}" for letter, t in zip("abcd", EVIDENCE_TYPES, strict=True)
        ),
    }


def _choices(state: Interview) -> str:
    """What Enter and `x` do at a question for a detail of evidence or of the target."""
    now = _now(state)
    if now is None:
        return _("(Enter = public)") if state.ask is Ask.AUDIENCE else _("(Enter = none)")
    choices = _("(Enter = {now})") if state.ask in _NEEDED else _("(Enter = {now}, x = none)")
    return choices.format(now=cut(now, 40))


def _now(state: Interview) -> str | None:
    """What a detail that is asked for says already, in words."""
    if state.ask in _OF_TARGET and state.answer.target:
        value = getattr(state.answer.target, _OF_TARGET[state.ask])
    elif state.ask in _OF_EVIDENCE and state.piece is not None:
        value = getattr(state.answer.evidence[state.piece], _OF_EVIDENCE[state.ask])
    else:
        value = None
    if state.ask is Ask.NEW_TYPE and value:
        return evidence_type_name(value)
    if state.ask is Ask.AUDIENCE and value:
        return audience_name(value)
    return None if value is None else str(value)


def evidence_lines(state: Interview, look: Look) -> list[Line]:
    """The pieces of evidence of the answer, numbered."""
    lines = [Line()]
    for number, each in enumerate(state.answer.evidence, start=1):
        head = f"{number:>3}  "
        text = cut(evidence_text(each), _LONGEST)
        lines += [Line(line) for line in wrap(text, look.width, head, " " * len(head))]
    keys = _("A number changes one; x and its number takes it out.")
    return [*lines, *(Line(line) for line in wrap(keys, look.width, "  "))]


def hint(state: Interview, look: Look) -> list[Line]:
    """When the plan thinks that the indicator may not apply."""
    return [Line(line) for line in wrap(_not_applicable(state), look.width, _indent(look))]


def _not_applicable(state: Interview) -> str:
    return state.place.indicator.not_applicable or _(
        "Nothing in the plan says that it may not apply: give the fact or the decision."
    )


def conflict(state: Interview, look: Look) -> list[Line]:
    """Both sides of an answer that was changed in two places."""
    if state.pause is None:
        return []
    text = _("{id} was changed elsewhere in the meantime.").format(id=state.pause.save.id)
    sides = [(_("1  In the file:"), state.pause.theirs), (_("2  Here:"), state.pause.save.new)]
    lines = [Line(), *(Line(line, "bold") for line in wrap(text, look.width))]
    for head, answer in sides:
        lines += [Line(head), *whole(answer, look)]
    return lines


def unsaved(state: Interview, look: Look) -> list[Line]:
    """An answer that is on no disk, whole: somebody can still write it down."""
    if state.pause is None:
        return []
    text = _("{id} could not be saved. This was your answer:").format(id=state.pause.save.id)
    return [*(Line(line, "bold") for line in wrap(text, look.width)), *whole(state.pause.save.new, look)]


def directive(state: Interview, look: Look) -> list[Line]:
    """The whole directive."""
    return [
        Line(),
        *(Line(text) for text in wrap(state.place.directive.text, look.width, _indent(look))),
        Line(),
    ]


def help_lines(state: Interview, look: Look) -> list[Line]:
    """Long descriptors, proofs, guidance, hints, the keys, and what others state."""
    return [*explained(state, _keys(state), look), *said_in_full(state.answer, look)]


def explained(state: Interview, keys: Sequence[str], look: Look) -> list[Line]:
    """An indicator explained at length, and the keys of the walk that one is on."""
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
    lines += [Line(), *(Line(line) for line in wrap(f"n  {_not_applicable(state)}", look.width, _indent(look)))]
    examples = [_("?? examples: invented cases of this kind, with their level")] if _cases(state) else []
    lines += [
        Line(),
        *(Line(line) for key in (*keys, *examples) for line in wrap(key, look.width, _indent(look), "      ")),
    ]
    return [*lines, Line()]


def cases(state: Interview, look: Look) -> list[Line]:
    """Invented cases of the indicator's kind, each with its level and why."""
    found, indent = _cases(state), _indent(look)
    if not found:
        return [Line(_("The plan has no examples for this kind of indicator."))]
    title = _("Examples: {kind}").format(kind=state.plan.kinds[state.place.indicator.kind].name)
    lines = [Line(), *(Line(line, "bold") for line in wrap(title, look.width, indent))]
    if state.place.indicator.levels:
        own = _("This indicator has levels of its own: where they say something else, they count.")
        lines += [Line(line) for line in wrap(own, look.width, indent)]
    for case in found:
        head = f"{indent}  {case.level}  "
        hanging = " " * len(head)
        lines += [Line(), *(Line(line) for line in wrap(case.text, look.width, hanging))]
        lines += [Line(line, "bold") for line in wrap(case.why, look.width, head, hanging)]
    return [*lines, Line()]


def _cases(state: Interview) -> tuple[Case, ...]:
    return state.plan.kinds[state.place.indicator.kind].cases


def _keys(state: Interview) -> list[str]:
    return [
        _("{scale} level · n not applicable · s no information · Enter leaves it as it is and goes on").format(
            scale=f"{state.plan.lowest}–{state.plan.top}"
        ),
        _("- back · g 14b or 14b go to · /word search · = copy last year's answer · d the whole directive"),
        _("t target · u take back the last answer · x clear · ? this help · q save and leave"),
        _("At every question: q, -, ?"),
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
