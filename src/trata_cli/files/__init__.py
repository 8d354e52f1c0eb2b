"""Disk: reading with positions, minimal edits, durable saving."""
