"""What people and machines read: the report, problems, the terminal."""
