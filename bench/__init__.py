"""Figures: how quick and how light trata is beside its peers, and what it does with nasty files.

`make bench` alternates commands in one run and writes what it measured into `docs/performance.md`. Nothing here is in
the wheel.
"""
