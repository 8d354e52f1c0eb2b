"""Which language the interface speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import trata
from trata_cli.i18n import choose


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "es"),
        ([], {"LANG": "C"}, "es"),
        ([], {"LANG": "C.UTF-8"}, "es"),
        ([], {"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "es"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "es_PY.UTF-8"}, "es"),
        ([], {"LANG": "fr_CA.UTF-8"}, "fr"),
        ([], {"LANG": "pt_BR.UTF-8"}, "pt"),
        ([], {"LANG": "de_AT.UTF-8"}, "es"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "es_PY"}, "en"),
        ([], {"TRATA_LANG": "en", "LANG": "es_PY"}, "en"),
        (["--lang", "es", "status"], {"TRATA_LANG": "en"}, "es"),
        (["status", "--lang=en"], {}, "en"),
        (["set", "--", "--lang=en"], {}, "es"),
        (["status", "--lang"], {}, "es"),
    ],
)
def test_the_language_is_chosen(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert choose(arguments, environment) == expected


def test_help_speaks_the_language(tmp_path: Path) -> None:
    assert trata("--help", cwd=tmp_path, TRATA_LANG="es").stdout.startswith("Uso: trata [OPCIONES] ORDEN")
    assert trata("--lang", "en", "--help", cwd=tmp_path, TRATA_LANG="es").stdout.startswith("Usage: trata [OPTIONS]")


def test_an_unknown_language_is_wrong_use(tmp_path: Path) -> None:
    done = trata("status", "x.yaml", "--lang", "de", cwd=tmp_path, TRATA_LANG="es")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "trata: --lang admite: es, en, pt, fr; no «de».\nAyuda: trata status --help\n"
