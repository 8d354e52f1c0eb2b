"""The rules: checks, totals, comparison, the interview's steps. Pure."""
