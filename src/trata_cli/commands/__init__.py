"""One file a command: plain values in, an exit code out; the only place that joins the other rooms."""

from __future__ import annotations


class Stop(Exception):
    """A command ends here with an exit code; what there was to say has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
