"""Many countries and years on a terminal: tables where there is room for them, else a line for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trata_cli.i18n import _
from trata_cli.method.synthesis import Movement
from trata_cli.model.text import visible
from trata_cli.views.headline import Headline
from trata_cli.views.synthesis import EditionView, IndicatorView, SynthesisView, YearView
from trata_cli.views.terminal import Line, Look, columns, cut, wrap

_LONGEST_NAME: Final = 18
_NOTHING: Final = "–"
_NARROW: Final = 20
"""Columns that are too few for the beginning of an indicator's text: there it stands in full, on several lines."""


def synthesis_lines(view: SynthesisView, look: Look) -> list[Line]:
    """A synthesis on a terminal."""
    lines = _titles(_("Synthesis by country and year"), look)
    lines += _texts([view.order, *([_several()] if view.several else []), *_legend()], look)
    for edition in view.editions:
        lines += [Line(), *_edition(edition, look)]
    if view.left_out:
        lines += [Line(), Line(f"{_('Not counted')} ({len(view.left_out)})", "bold")]
        lines += _texts((f"{each.file or _hidden()}: {each.why}" for each in view.left_out), look, "  ")
    return lines


def _several() -> str:
    """Why there are several parts."""
    return _("The files answer several plans or editions. Each is counted apart: an indicator of one is not another's.")


def _hidden() -> str:
    """What is said of a file whose name may not be shown."""
    return _("a file whose name is not shown")


def _edition(found: EditionView, look: Look) -> Iterator[Line]:
    edition = _("edition {version}").format(version=found.version)
    yield from _titles(f"{found.title} ({found.id}, {edition})", look)
    notes = [found.translation_note] if found.translation_note else []
    yield from _texts([*notes, *found.sentences, *(f"{each.label} {each.title}" for each in found.pillars)], look, "  ")
    yield from (Line(), *_titles(_("Countries and years"), look))
    rows = [(country.name, each) for country in found.countries for each in country.years]
    yield from _table(found, (_("Country"), _("Year")), [(name, _marked(each), each) for name, each in rows], look)
    if len(rows) > 1:
        yield from (Line(), *_titles(_("All countries, year by year"), look))
        years = [(str(each.year), str(each.countries), each) for each in found.years]
        yield from _table(found, (_("Year"), _("Countries")), years, look)
    latest = _("Indicators, over the latest year of each country: {years}").format(years=found.latest)
    yield from (Line(), *_titles(latest, look))
    for title, some in ((_("Most fulfilled"), found.most), (_("Least fulfilled"), found.least)):
        yield from (Line(f"  {title}"), *_indicators(some, look)) if some else ()
    for pillar in found.pillars:
        yield from (Line(), *_titles(f"{pillar.title} — {_counted(pillar.headline, pillar.coverage)}", look))
        yield from _indicators(pillar.indicators, look)


def _legend() -> list[str]:
    return [
        _("* draft, ~ reviewed and not final"),
        _("x/n: fulfilled of the applicable. Open ones are never zero: up to so many may turn out fulfilled."),
        _("Cov.: coverage, answered ÷ applicable."),
        _(
            "Change: x in the year before → in this one / over how many indicators with a level in both; {nothing} "
            "where no year before it can be compared."
        ).format(nothing=_NOTHING),
    ]


def _marked(found: YearView) -> str:
    return f"{found.year}{'' if found.is_final else '*' if found.is_draft else '~'}"


def _table(
    found: EditionView, first: tuple[str, str], rows: Sequence[tuple[str, str, YearView]], look: Look
) -> list[Line]:
    """The table where there is room for it, else what is in its rows, one a line."""
    pillars = (each.label for each in found.pillars)
    head = (*first, "x/n", _("Up to"), _("Cov."), *pillars, _("Change"))
    cells = [(cut(name, _LONGEST_NAME), more, *_cells(each)) for name, more, each in rows]
    drawn = [f"  {text}" for text in columns([head, *cells])]
    if max(map(len, drawn)) <= look.width:
        return [Line(drawn[0], "dim"), *map(Line, drawn[1:])]
    told = (f"{name} · {more}: {_told(each)}" for name, more, each in rows)
    return _texts(told, look, "  ")


def _cells(found: YearView) -> tuple[str, ...]:
    figure = found.figure
    pillars = (_of(x, n) for x, n in figure.pillars)
    head = figure.headline
    return _of(head.fulfilled, head.applicable), str(head.high), figure.coverage, *pillars, _change(found.change)


def _of(x: int, n: int) -> str:
    return f"{x}/{n}"


def _range(found: Headline) -> str:
    return f"{found.low}–{found.high}" if found.open else str(found.low)


def _change(found: Movement | None) -> str:
    if found is None:
        return _NOTHING
    return f"{found.fulfilled_before}→{found.fulfilled_now}/{found.shared}"


def _told(found: YearView) -> str:
    figure = found.figure
    return "; ".join([_counted(figure.headline, figure.coverage), f"{_('Change')}: {_change(found.change)}"])


def _counted(found: Headline, coverage: str) -> str:
    text = _("{x} of {n} fulfilled, {open} open, coverage {coverage}")
    return text.format(x=found.fulfilled, n=found.applicable, open=found.open, coverage=coverage)


def _indicators(found: Sequence[IndicatorView], look: Look) -> Iterator[Line]:
    """An indicator a line: in how many countries it is fulfilled, how many are open."""
    if not found:
        return
    rows = [(each.id, _of(each.headline.fulfilled, each.headline.applicable), _range(each.headline)) for each in found]
    for text, each in zip(columns(rows), found, strict=True):
        room = look.width - len(text) - len("    ")
        if room < _NARROW:
            yield from _texts([f"{text}  {each.text}"], look, "  ")
        else:
            yield Line(f"  {visible(text)}  {cut(each.text, room)}")


def _titles(text: str, look: Look) -> list[Line]:
    return [Line(each, "bold") for each in wrap(text, look.width)]


def _texts(found: Iterator[str] | Sequence[str], look: Look, indent: str = "") -> list[Line]:
    return [Line(each) for text in found for each in wrap(text, look.width, indent, f"{indent}  ")]
