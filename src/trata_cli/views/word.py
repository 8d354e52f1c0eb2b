"""The report as a Word document, chapter by chapter as the templates have it, for whoever goes on writing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trata_cli.i18n import _, ngettext
from trata_cli.views.change import ChangeView, MoveView
from trata_cli.views.docx import Pieces, Run, Writer, plans, theirs
from trata_cli.views.headline import Headline, StateView
from trata_cli.views.history import BarView
from trata_cli.views.report import (
    DescriptorView,
    EvidenceView,
    IndicatorView,
    MethodView,
    PillarView,
    ReportView,
    StatementView,
    TargetView,
)

_LEVEL, _SUM, _NAME = 1.0, 1.6, 2.8
"""How wide columns are beside each other: that of a level's number, of a sum, of a state with a name."""


def render_word(view: ReportView, manifest: str) -> bytes:
    """The report as the bytes of a Word document that carries this manifest."""
    writer = Writer(view)
    for chapter in (_cover, _summary, _results, _changes, _history, _gaps, _answers, _without, _method):
        chapter(writer, view)
    return writer.packed(manifest)


def _facts(*found: str | None) -> str:
    """Those that there are, with a dot between them."""
    return " · ".join(filter(None, found))


def _label(text: str) -> Run:
    """The name before what it names."""
    return Run(f"{text}: ", italic=True)


def _cover(writer: Writer, view: ReportView) -> None:
    year = _("Self-assessment %(year)s") % {"year": view.year}
    writer.heading([theirs(view.country), Run(f" · {year}")], 0)
    writer.paragraph([plans(view.plan_title)], "Subtitle")
    if view.translation_note:
        writer.paragraph([Run(view.translation_note, italic=True)])
    if view.institution:
        writer.paragraph([theirs(view.institution)])
    signed = view.signed
    facts = _facts(
        "",
        _("signed by") + f" {signed.by}" if signed and signed.by else None,
        signed.date if signed else None,
        _("report of %(date)s") % {"date": view.date} if view.date else None,
    )
    writer.paragraph([_label(_("Status")), Run(view.status, bold=True), Run(f" · {facts}" if facts else "")])
    if view.part:
        writer.paragraph([Run(_("This is one institution's part, not a whole") + ": "), theirs(view.part)])
    if view.invented:
        text = _(
            "An example: this country is invented (its code, %(code)s, is one of those kept for inventions), and no "
            "fact told here is about a real State."
        )
        writer.paragraph([Run(text % {"code": view.code}, italic=True)])


def _summary(writer: Writer, view: ReportView) -> None:
    writer.heading(_("In one page"), 1)
    threshold = _("level %(level)s or above") % {"level": view.method.threshold.sign}
    writer.paragraph([Run(view.whole.sentence, bold=True), Run(f" ({threshold}). {view.whole.range}")])
    writer.bar(view.whole, _("the whole plan"))
    head = (_("Pillar"), _("Fulfilled"), _("Applicable"), _("Open"), _("Not applicable"))
    totals = [([plans(pillar.title)], pillar.headline) for pillar in view.pillars]
    rows = [_numbers(name, each) for name, each in (*totals, ([Run(_("The whole plan"), bold=True)], view.whole))]
    writer.table(_("Results by pillar"), head, rows, (2.1, 1.1, 1.1, 1.1, 1.1))
    writer.paragraph([Run(_("What moved") + ". ", bold=True), Run(_moved(view))])
    found = "; ".join(f"{each.state.name}: {len(each.indicators)} ({_ids(each.indicators)})" for each in view.open)
    writer.paragraph([Run(_("What is open") + ". ", bold=True), Run(f"{found}." if found else view.whole.range)])
    writer.paragraph([Run(_("What comes next") + ". ", bold=True), Run(_next(view))])


def _numbers(name: Pieces, headline: Headline) -> Sequence[str | Pieces]:
    counts = (headline.fulfilled, headline.applicable, headline.open, headline.not_applicable)
    return [name, *map(str, counts)]


def _moved(view: ReportView) -> str:
    if view.change is None:
        return view.not_compared or _("There is no earlier assessment to compare with.")
    change = view.change
    rises = _crossing(_("Rises"), change.rises, _("now fulfilled"), change.gained)
    falls = _crossing(_("Falls"), change.falls, _("no longer fulfilled"), change.lost)
    return f"{change.sentence} {rises} {falls}"


def _crossing(title: str, moves: Sequence[MoveView], over: str, crossing: Sequence[MoveView]) -> str:
    """How many moves there are, and which of them cross the threshold."""
    named = f"; {over}: {_ids(move.indicator for move in crossing)}" if crossing else ""
    return f"{title}: {len(moves)}{named}."


def _next(view: ReportView) -> str:
    count = len(view.targets)
    if not count:
        found = _("No target is set.")
    else:
        head = ngettext("%(count)s target:", "%(count)s targets:", count)
        if count > len(view.next_targets):
            head = _("%(count)s targets; the first:")
        first = (f"{each.id} → {_due(each.target)}" for each in view.next_targets if each.target)
        found = f"{head % {'count': count}} {', '.join(first)}."
    bare = _("Gaps without a target")
    return f"{found} {bare}: {view.gaps_without_target}." if view.gaps_without_target else found


def _due(target: TargetView) -> str:
    return f"{target.level.sign} ({target.by})" if target.by else target.level.sign


def _ids(indicators: Iterable[IndicatorView]) -> str:
    return ", ".join(each.id for each in indicators)


def _results(writer: Writer, view: ReportView) -> None:
    writer.heading(_("Results by pillar"), 1)
    _result(writer, Run(_("The whole plan")), view.whole)
    for pillar in view.pillars:
        _result(writer, plans(pillar.title), pillar.headline)


def _result(writer: Writer, title: Run, headline: Headline) -> None:
    writer.heading([title], 2)
    writer.paragraph(f"{headline.sentence}. {headline.range}")
    writer.bar(headline, title.text)
    rows: list[Sequence[str | StateView]] = [(each.state, str(each.count)) for each in headline.segments]
    caption = _("Indicators at each level: %(title)s") % {"title": title.text}
    writer.table(caption, (_("State"), _("Indicators")), rows, (3.0, 1.2))
    writer.bullets(headline.arithmetic)


def _changes(writer: Writer, view: ReportView) -> None:
    change = view.change
    if change is None:
        return
    writer.heading(_("What changed"), 1)
    apart = _(
        "Only indicators with a level in both years rise or fall. Those with a level in only one of them are listed "
        "apart."
    )
    writer.paragraph(" ".join(filter(None, (change.sentence, change.editions, apart))))
    for title, moves in (
        (_("Rises"), change.rises),
        (_("Falls"), change.falls),
        (_("Now with a level"), change.newly_answered),
        (_("No longer with a level"), change.no_longer_answered),
    ):
        if moves:
            writer.heading(f"{title} ({len(moves)})", 2)
            writer.bullets(map(_move, moves))
    _transitions(writer, change)
    if change.not_compared:
        writer.heading(_("Not compared") + f" ({len(change.not_compared)})", 2)
        writer.bullets(
            [Run(f"{each.ids} · "), plans(each.text), Run(f" — {each.why}"), theirs(f" {each.reason or ''}".rstrip())]
            for each in change.not_compared
        )


def _move(move: MoveView) -> Pieces:
    indicator = move.indicator
    pieces = [
        Run(f"{move.was} → {indicator.id} · " if move.was else f"{indicator.id} · "),
        plans(f"{move.before.text} → {indicator.state.text}", bold=True),
        plans(f" — {indicator.text}"),
    ]
    if indicator.reason:
        return [*pieces, Run(" "), _label(_("Reason")), theirs(indicator.reason)]
    return [*pieces, Run(" " + _("No reason is given."), italic=True)] if move.unexplained else pieces


def _transitions(writer: Writer, change: ChangeView) -> None:
    found, title = change.transitions, _("From where to where")
    writer.heading(title, 2)
    writer.paragraph(found.reading)
    head = (f"{change.year_before} ↓ {change.year_now} →", *map(_short, found.states), _("Sum"))
    rows: list[Sequence[str | Pieces]] = [
        (
            [Run(_short(row.state), bold=True)],
            *([Run(str(cell.count), bold=cell.stayed)] for cell in row.cells),
            str(row.total),
        )
        for row in found.rows
    ]
    rows.append(([Run(_("Sum"), bold=True)], *map(str, found.totals), str(found.indicators)))
    writer.table(title, head, rows, (1.1, *_shared_out(5.4, *map(_needs, found.states), _SUM)), is_titled=True)


def _short(state: StateView) -> str:
    return state.sign if state.is_level else state.name


def _needs(state: StateView) -> float:
    return _LEVEL if state.is_level else _NAME


def _shared_out(width: float, *needs: float) -> Iterator[float]:
    """The widths of columns that have so many inches together."""
    return (width * each / sum(needs) for each in needs)


def _history(writer: Writer, view: ReportView) -> None:
    found = view.history
    if found is None:
        return
    writer.heading(_("Over the years"), 1)
    for note in found.notes:
        writer.paragraph(f"* {note}")
    head = (_("Year"), _("Fulfilled"), *map(_short, found.states))
    widths = (0.6, 1.0, *_shared_out(4.9, *map(_needs, found.states)))
    for multiple in found.multiples:
        writer.heading([plans(multiple.title) if multiple.id else Run(multiple.title)], 2)
        writer.table(multiple.title, head, map(_of_year, multiple.years), widths, is_titled=True)


def _of_year(year: BarView) -> Sequence[str]:
    fulfilled = _("%(x)s of %(n)s") % {"x": year.fulfilled, "n": year.applicable} if year.pieces else "–"
    counts = ("–" if count is None else str(count) for count in year.counts)
    return [f"{year.year} *" if year.apart else str(year.year), fulfilled, *counts]


def _gaps(writer: Writer, view: ReportView) -> None:
    writer.heading(_("Gaps and action plan"), 1)
    text = _(
        "A gap is an indicator with a level below the threshold. Beside it stands what the threshold, level %(level)s, "
        "asks for."
    )
    writer.paragraph(text % {"level": view.method.threshold.text})
    for pillar in view.pillars:
        _gaps_of(writer, pillar)
    title = _("Action plan") + f" ({len(view.targets)})"
    writer.heading(title, 2)
    if not view.targets:
        writer.paragraph(_("No target is set."))
        return
    head = (_("Indicator"), _("Now"), _("Target"), _("By"), _("Lead"), _("Action"))
    rows = [_aim_row(each, each.target) for each in view.targets if each.target]
    writer.table(title, head, rows, (0.95, 0.85, 0.7, 0.85, 1.3, 1.85), is_titled=True)


def _gaps_of(writer: Writer, pillar: PillarView) -> None:
    title = [Run(_("Gaps") + ": "), plans(pillar.title), Run(f" ({len(pillar.gaps)})")]
    writer.heading(title, 2)
    if not pillar.gaps:
        writer.paragraph(_("No gap."))
        return
    head = (_("Indicator"), _("Now"), _("What is asked for"), _("Target"))
    rows: list[Sequence[str | Pieces]] = [
        (
            [Run(f"{each.id} · "), plans(each.text)],
            each.state.sign,
            [plans(each.asks)],
            _facts(each.target.level.sign, each.target.by) if each.target else _("none"),
        )
        for each in pillar.gaps
    ]
    writer.table("".join(piece.text for piece in title), head, rows, (2.4, 0.6, 2.3, 1.2), is_titled=True)


def _aim_row(indicator: IndicatorView, target: TargetView) -> Sequence[str | Pieces]:
    now = indicator.state.sign if indicator.state.is_level else indicator.state.name
    texts = [[theirs(each or "–")] for each in (target.lead, target.action)]
    return [indicator.id, now, target.level.sign, target.by or "–", *texts]


def _answers(writer: Writer, view: ReportView) -> None:
    writer.heading(_("The indicators, one by one"), 1)
    for pillar in view.pillars:
        writer.heading([plans(pillar.title)], 2)
        writer.paragraph(f"{pillar.headline.sentence}.")
        for directive in pillar.directives:
            writer.heading(_("Directive %(number)s") % {"number": directive.number}, 3)
            writer.paragraph([plans(directive.text)])
            _remark(writer, _("On the text"), directive.erratum)
            for indicator in directive.indicators:
                _answer(writer, indicator)


def _remark(writer: Writer, label: str, text: str | None) -> None:
    if text:
        writer.paragraph([_label(label), plans(text)])


def _answer(writer: Writer, indicator: IndicatorView) -> None:
    writer.heading([Run(f"{indicator.id} · "), plans(indicator.text)], 4)
    meaning = f" — {indicator.descriptor}" if indicator.descriptor else ""
    writer.paragraph([plans(indicator.state.text, bold=True), plans(meaning)])
    writer.prose(indicator.note)
    if indicator.reason or indicator.decided:
        decided = _("decided on %(date)s") % {"date": indicator.decided} if indicator.decided else None
        writer.prose(indicator.reason or _("No reason is given."), _facts(_("Reason"), decided))
    writer.prose(indicator.internal_note, _("Internal note"))
    _evidence(writer, indicator.evidence)
    _target(writer, indicator.target)
    for each in indicator.statements:
        _statement(writer, each)
    _remark(writer, _("Answered by"), ", ".join(indicator.assigned))
    _remark(writer, _("How to read it"), indicator.guidance)
    _remark(writer, _("On the text"), indicator.erratum)


def _evidence(writer: Writer, documents: Sequence[EvidenceView]) -> None:
    if documents:
        writer.paragraph([_label(_("Evidence"))])
        writer.bullets(map(_document, documents))


def _document(found: EvidenceView) -> Pieces:
    covers = _("covers %(years)s") % {"years": found.covers} if found.covers else None
    facts = _facts(found.type, found.date, covers, found.issuer, found.reference, found.file)
    internal = [Run(" · "), Run(_("internal"), bold=True)] if found.internal else []
    return [theirs(found.title, url=found.url), theirs(f" — {facts}"), *internal]


def _target(writer: Writer, target: TargetView | None) -> None:
    if target:
        by = _("by %(date)s") % {"date": target.by} if target.by else None
        _remark(writer, _("Target"), _facts(target.level.text, by, target.lead, target.action))


def _statement(writer: Writer, found: StatementView) -> None:
    head = [Run(found.role, italic=True), theirs(f" · {_facts(found.by, found.date)}")]
    writer.paragraph([*head, plans(f": {found.state.text}", bold=True)] if found.state else head)
    writer.prose(found.note)
    writer.prose(found.reason, _("Reason"))
    writer.prose(found.internal_note, _("Internal note"))
    _evidence(writer, found.evidence)
    _target(writer, found.target)


def _without(writer: Writer, view: ReportView) -> None:
    writer.heading(_("Not applicable and no information"), 1)
    for title, found in ((_("Not applicable"), view.not_applicable), (_("No information"), view.no_information)):
        writer.heading(f"{title} ({len(found)})", 2)
        writer.bullets(
            [Run(f"{each.id} · "), plans(f"{each.text} — "), theirs(each.reason or _("No reason is given."))]
            for each in found
        )
        if not found:
            writer.paragraph(_("None."))


def _method(writer: Writer, view: ReportView) -> None:
    method = view.method
    writer.heading(_("Annex: the method"), 1)
    if method.rules:
        writer.heading(_("Rules of reading"), 2)
        for rule in method.rules:
            writer.paragraph([plans(rule)], "List Number")
    writer.heading(_("How it is counted"), 2)
    writer.bullets(_counted(method))
    if view.index:
        writer.heading(_("Balanced share"), 2)
        writer.bullets((*view.index.sentences, *view.index.arithmetic))
    writer.heading(_("What trata adds"), 2)
    writer.paragraph(
        _("What a descriptor adds to the plan's own text (proof in the year, access) is trata's reading.")
        + " "
        + _("Names of persons cannot be detected by a program: whoever publishes this report reads it for them first.")
    )
    writer.heading(_("What the levels mean"), 2)
    for kind in method.kinds:
        if kind.indicators:
            writer.heading([plans(kind.name)], 3)
            writer.paragraph(", ".join(kind.indicators))
            _meanings(writer, kind.name, kind.levels)
    if method.overrides:
        writer.heading(_("Levels with a meaning of their own"), 2)
        writer.paragraph(_("For these indicators, the levels named here replace those of their kind."))
        for own in method.overrides:
            writer.heading([Run(f"{own.id} · "), plans(own.text)], 3)
            _meanings(writer, own.id, own.levels)
    _sources(writer, view)


def _counted(method: MethodView) -> Sequence[str]:
    threshold = _("Fulfilled: the indicators at the threshold, level %(level)s, or above.")
    return (
        threshold % {"level": method.threshold.text},
        _(
            "Applicable: all indicators but those not applicable. Each of these needs a reason, and is counted in "
            "print."
        ),
        _(
            "Open: no information, undecided (institutions state different levels) and unanswered. An open indicator "
            "counts neither as zero nor as anything else: it widens the range, from what is fulfilled to what would be "
            "if every open one were."
        ),
        _("There is no mean of levels: they are steps in an order, not quantities."),
        _(
            "Change is counted only over indicators with a level in two consecutive years that the editions of the "
            "plan allow to compare."
        ),
    )


def _meanings(writer: Writer, title: str, levels: Sequence[DescriptorView]) -> None:
    head = (_("Level"), _("What the levels mean"), _("Proof"))
    rows: list[Sequence[str | Pieces | StateView]] = [
        (each.level, [plans(each.text)], [plans(each.proof or "–")]) for each in levels
    ]
    writer.table(title, head, rows, (1.3, 3.7, 1.5), is_titled=True)


def _sources(writer: Writer, view: ReportView) -> None:
    method = view.method
    edition = _("edition %(version)s") % {"version": view.plan_version}
    found = {
        _("Plan"): f"{view.plan_title} ({view.plan_id}, {edition})",
        _("Source of its texts"): method.source,
        _("SHA-256 of the source"): method.source_sha256,
        _("SHA-256 of the assessment's file"): method.file_sha256,
        _("Fingerprint of what was signed"): view.signed.content if view.signed else None,
        _("For whom"): view.audience,
        _("Made with"): f"trata {method.version}",
    }
    writer.heading(_("Where this comes from"), 2)
    writer.bullets([Run(f"{name}: "), plans(text)] for name, text in found.items() if text)
