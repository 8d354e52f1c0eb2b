"""One file a command: plain values in, an exit code out; the only place that joins the other rooms."""
