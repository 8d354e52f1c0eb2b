"""What SECURITY.md promises and no other test holds."""

from __future__ import annotations

import re

from tests.support import ROOT
from tests.test_house import imports, modules

NETWORK = {"asyncio", "ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "socketserver", "ssl", "xmlrpc"}


def test_nothing_can_be_sent() -> None:
    """No module of ours has the means to open a connection; of urllib, only the parsing of addresses."""
    found = {name for path in modules() for name in imports(path)}
    assert not {name for name in found if name.split(".")[0] in NETWORK | {"webbrowser", "requests", "httpx"}}
    assert not {name for name in found if name.startswith("urllib") and not name.startswith("urllib.parse.")}


def test_nothing_of_a_file_is_run() -> None:
    """YAML is read by events alone: no loader that could construct anything."""
    found = {name for path in modules() for name in imports(path)}
    assert not {name for name in found if name.split(".")[0] in {"pickle", "marshal", "shelve", "runpy", "code"}}
    sources = "".join(path.read_text("utf-8") for path in modules())
    for call in ("yaml.load(", "yaml.load_all(", "yaml.unsafe_load", "yaml.full_load", "eval(", "exec("):
        assert call not in sources


def test_both_languages_say_as_many_things() -> None:
    parts = re.split(r"^## (?:Español|English)$", (ROOT / "SECURITY.md").read_text("utf-8"), flags=re.M)
    spanish, english = ([re.findall(r"^(?:- |\*\*)", part, re.M)] for part in parts[1:])
    assert spanish == english != [[]]
