"""What changed from one plan to another: for people word by word, in Markdown, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal, get_args

from trata_cli.i18n import N_, _, ngettext
from trata_cli.method.comparability import Difference, Part, Step, follows, of_whole, steps
from trata_cli.model.comparability import ChangeKind
from trata_cli.model.plan import Plan
from trata_cli.views.escaping import markdown
from trata_cli.views.terminal import Line, Look, columns, wrap
from trata_cli.views.words import change_name

Basis = Literal["declared", "same-edition", "undeclared", "other-plan"]
"""By what indicators are paired: the newer plan's `comparability`, else their ids, and why."""

_PARTS: Final[dict[Part, str]] = {
    "pillar": N_("Pillar"),
    "directive": N_("Directive"),
    "text": N_("Text"),
    "guidance": N_("Guidance"),
    "kind": N_("Kind"),
    "renewal": N_("Renewal of proof"),
    "descriptor": N_("Level {level}"),
    "short": N_("Level {level}, short form"),
    "proof": N_("Level {level}, proof"),
    "threshold": N_("Fulfilled from"),
    "level-name": N_("Name of level {level}"),
    "reading-rules": N_("Rules of reading"),
}
_BASES: Final[dict[Basis, str]] = {
    "declared": "",
    "same-edition": N_("Both call themselves the same edition: indicators are paired by their ids."),
    "undeclared": N_(
        "The second one does not say how it compares with the first (comparability): indicators are paired by "
        "their ids, and no years are compared."
    ),
    "other-plan": N_("These are two plans and not two editions of one: indicators are only paired by their ids."),
}
_MOST_WORDS: Final = 500
"""Of longer texts only where they begin and end alike is looked for: comparing word by word takes the square."""


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Two plans side by side. `unchanged` counts the steps that are not among `changes`."""

    old: Plan
    new: Plan
    basis: Basis
    whole: tuple[Difference, ...]
    changes: tuple[Step, ...]
    counts: dict[ChangeKind, int]
    comparable: int
    unchanged: int


def build(old: Plan, new: Plan) -> PlanDiff:
    """All that there is to say of two plans."""
    every = steps(new, old)
    counted = Counter(step.change for step in every)
    changes = tuple(step for step in every if not step.is_untouched)
    return PlanDiff(
        old=old,
        new=new,
        basis=_basis(old, new),
        whole=of_whole(new, old),
        changes=changes,
        counts={change: counted[change] for change in get_args(ChangeKind)},
        comparable=sum(step.comparable for step in every),
        unchanged=len(every) - len(changes),
    )


def _basis(old: Plan, new: Plan) -> Basis:
    if old.id != new.id:
        return "other-plan"
    if old.version == new.version:
        return "same-edition"
    return "declared" if follows(new, old) else "undeclared"


# Word by word.

Segment = tuple[Literal["=", "-", "+"], str]
"""Words that are kept, deleted or added."""


def word_by_word(old: str, new: str) -> Iterator[Segment]:
    """What of a text was kept, deleted and added, in words; white space is as good as a space."""
    before, now = old.split(), new.split()
    for tag, i, j, m, n in _opcodes(before, now):
        if tag == "equal":
            yield "=", " ".join(before[i:j])
            continue
        if j > i:
            yield "-", " ".join(before[i:j])
        if n > m:
            yield "+", " ".join(now[m:n])


def _opcodes(before: Sequence[str], now: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    if max(len(before), len(now)) <= _MOST_WORDS:
        return SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    alike = [one == other for one, other in zip(before, now, strict=False)]
    head = alike.index(False) if False in alike else len(alike)
    room = min(len(before), len(now)) - head
    tail = next((k for k in range(room) if before[-1 - k] != now[-1 - k]), room)
    end, last = len(before) - tail, len(now) - tail
    spans = [("equal", 0, head, 0, head), ("replace", head, end, head, last)]
    spans.append(("equal", end, len(before), last, len(now)))
    return [span for span in spans if span[2] > span[1] or span[4] > span[3]]


# For people.

Mark = Callable[[str, str], str]
"""How a segment is written: from its sign and its text."""


def plan_diff_lines(diff: PlanDiff, look: Look) -> list[Line]:
    """What changed, on a terminal: what is deleted stands in [-…-], what is added in {+…+}."""
    lines = [Line(text, "bold") for text in wrap(_title(diff), look.width)]
    lines += (Line(f"  {text}") for text in columns(_counts(diff)))
    for text in _summary(diff):
        lines += map(Line, wrap(text, look.width))
    if diff.whole:
        lines += [Line(), Line(_("The plan as a whole"), "bold")]
        lines += _wrapped((_difference(each, _marked) for each in diff.whole), look)
    for step in diff.changes:
        lines += [Line(), *(Line(text, "bold") for text in wrap(_heading(step), look.width))]
        lines += _wrapped(_details(step, diff, _marked), look)
    return lines


def _wrapped(texts: Iterable[str], look: Look) -> Iterator[Line]:
    for text in texts:
        yield from map(Line, wrap(text, look.width, "  ", "    "))


def _marked(sign: str, text: str) -> str:
    return {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}[sign].format(text)


def plan_diff_markdown(diff: PlanDiff) -> str:
    """What changed, in Markdown: what is deleted is struck through, what is added is bold."""
    counts = ", ".join(f"{word}: {count}" for word, count in _counts(diff))
    blocks = [f"# {markdown(_title(diff))}", counts, *(markdown(text) for text in _summary(diff))]
    if diff.whole:
        blocks += [f"## {markdown(_('The plan as a whole'))}", _items(_difference(e, _emphasized) for e in diff.whole)]
    for step in diff.changes:
        blocks += [f"## {markdown(_heading(step))}", _items(_details(step, diff, _emphasized))]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _emphasized(sign: str, text: str) -> str:
    return {"=": "{}", "-": "~~{}~~", "+": "**{}**"}[sign].format(markdown(text))


def _title(diff: PlanDiff) -> str:
    edition = _("{id}, version {version}")
    old, new = (edition.format(id=plan.id, version=plan.version) for plan in (diff.old, diff.new))
    return f"{old} → {new}"


def _counts(diff: PlanDiff) -> list[tuple[str, str]]:
    """Each change that there is, and how often."""
    return [(change_name(change), str(count)) for change, count in diff.counts.items() if count]


def _summary(diff: PlanDiff) -> Iterator[str]:
    """How many can be compared, how many are not listed, and by what they are paired."""
    total = len(diff.new.places)
    yield _("Comparable: {count} of {total}.").format(count=diff.comparable, total=total)
    if diff.unchanged:
        text = ngettext(
            "{count} indicator is as it was and is not listed.",
            "{count} indicators are as they were and are not listed.",
            diff.unchanged,
        )
        yield text.format(count=diff.unchanged)
    if diff.basis != "declared":
        yield _(_BASES[diff.basis])


def _heading(step: Step) -> str:
    """`S-1 → S-2 · reworded`, and whether the plan says so."""
    was = ", ".join(step.was)
    ids = was if step.id is None else step.id if step.was in ((), (step.id,)) else f"{was} → {step.id}"
    word = change_name(step.change)
    return f"{ids} · {word}" if step.declared else _("{ids} · {change}, undeclared").format(ids=ids, change=word)


def _details(step: Step, diff: PlanDiff, mark: Mark) -> Iterator[str]:
    if step.reason:
        yield _labelled(_("Reason"), mark("=", step.reason))
    if step.change in ("merged", "retired"):
        olds = (diff.old.places[old] for old in step.was if old in diff.old.places)
        for place in olds:
            yield _labelled(mark("=", place.id), mark("-", place.indicator.text))
    if step.change in ("merged", "new") and step.id is not None:
        place = diff.new.places[step.id]
        yield _labelled(mark("=", place.id), mark("+", place.indicator.text))
    for each in step.differences:
        yield _difference(each, mark)
    if step.change == "rescaled" and step.levels:
        yield _labelled(_("Levels"), ", ".join(_pairs(step, diff.old)))
    if step.read_again:
        yield _("Old answers were given to other words: they have to be read again.")


def _pairs(step: Step, old: Plan) -> Iterator[str]:
    for level in sorted(old.levels):
        now = step.levels.get(level)
        yield f"{level} → {_('none') if now is None else now}"


def _difference(found: Difference, mark: Mark) -> str:
    label = _(_PARTS[found.part]).format(level=found.level)
    return _labelled(label, " ".join(mark(sign, text) for sign, text in word_by_word(found.old, found.new)))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"


# For machines.


def plan_diff_json(diff: PlanDiff) -> str:
    """What changed, for machines; version 1 of its shape is a contract.

    `{"version", "old", "new": {"id", "plan_version", "title"}, "basis": "declared|same-edition|undeclared|other-plan",
    "indicators", "comparable", "unchanged", "counts": {"same": …, and the other six changes}, "plan": [D], "changes":
    [{"id", "was", "change", "declared", "comparable", "reason", "levels", "read_again", "differences": [D]}]}`, where
    D = `{"part", "level", "old", "new"}`. `indicators` are the new plan's; `id` is null of a retired one, `reason`
    where none is given, `levels` (old level → new) but of a rescaled one, `read_again` where no answer carries over.
    """
    data = {
        "version": 1,
        "old": _edition(diff.old),
        "new": _edition(diff.new),
        "basis": diff.basis,
        "indicators": len(diff.new.places),
        "comparable": diff.comparable,
        "unchanged": diff.unchanged,
        "counts": diff.counts,
        "plan": [_record(each) for each in diff.whole],
        "changes": [_change(step) for step in diff.changes],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _edition(plan: Plan) -> dict[str, Any]:
    return {"id": plan.id, "plan_version": plan.version, "title": plan.title}


def _change(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "was": list(step.was),
        "change": step.change,
        "declared": step.declared,
        "comparable": step.comparable,
        "reason": step.reason,
        "levels": {str(old): new for old, new in sorted(step.levels.items())} or None,
        "read_again": step.read_again,
        "differences": [_record(each) for each in step.differences],
    }


def _record(found: Difference) -> dict[str, Any]:
    return {"part": found.part, "level": found.level, "old": found.old, "new": found.new}
