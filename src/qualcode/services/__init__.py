"""What a researcher does: one verb, one function."""
