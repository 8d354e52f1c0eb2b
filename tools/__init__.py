"""Tools of development; nothing here is in the wheel."""
