"""The interface's language: which one, and the gettext catalogue that speaks it.

Message ids are English. Spanish is the plan's language and the default where a machine says nothing.
"""

from __future__ import annotations

import codecs
import gettext as _gettext
import locale
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("es", "en", "pt", "fr")
"""Languages that the interface speaks; the first is the default."""

NEAREST: Final = "trata-nearest"
"""Under this name a stream's error handler writes what its code page lacks as the nearest in ASCII: o for ó."""

_SIGNS: Final = {
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "|",
    "→": "->",
    "ñ": "ni",
    **dict.fromkeys("«»“”", '"'),
    **dict.fromkeys("‘’", "'"),
}
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LOCALE: Final = ("", "C", "POSIX")
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language: str = "en"


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for the catalogue; it is put into words later, by a view."""
    return msgid


def _(msgid: str) -> str:
    """The message in the language in force."""
    return _catalogue.gettext(msgid)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for a count, in the language in force."""
    return _catalogue.ngettext(one, many, count)


def language() -> str:
    """The code of the language in force."""
    return _language


def catalogue() -> _gettext.NullTranslations:
    """The catalogue in force, for Jinja2's i18n extension."""
    return _catalogue


def activate(code: str) -> None:
    """Speak a language from now on; an unknown one is the default."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else LANGUAGES[0]
    folder = Path(__file__).with_name("locale")
    _catalogue = _gettext.translation("trata", folder, [_language], fallback=True)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = language()
    activate(code)
    try:
        yield
    finally:
        activate(before)


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language wanted: `--lang`, then `TRATA_LANG`, then the locale, then Spanish.

    Help texts freeze when the commands are declared, so this reads the arguments before Typer does.
    """
    wanted = _option(arguments) or environment.get("TRATA_LANG") or _locale(environment)
    code = wanted.replace("_", "-").split("-")[0].split(".")[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def _option(arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            return next(iter(arguments[position + 1 :]), "")
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""


def _locale(environment: Mapping[str, str]) -> str:
    if sys.platform == "win32":
        return _windows_language()
    name = next((environment[each] for each in _LOCALE_VARIABLES if environment.get(each)), "")
    return "" if name.split(".")[0].split("@")[0] in _NO_LOCALE else name


def _windows_language() -> str:
    import ctypes

    windows = getattr(ctypes, "windll").kernel32  # noqa: B009 - mypy on other systems knows no windll
    return locale.windows_locale.get(windows.GetUserDefaultUILanguage(), "")


def from_environment() -> str:
    """The language that this process was started for."""
    return choose(sys.argv[1:], os.environ)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


def _in_ascii(sign: str) -> str:
    letter = unicodedata.normalize("NFD", sign)[0]
    return _SIGNS.get(sign) or (letter if letter.isascii() else "?")


codecs.register_error(NEAREST, _nearest)
