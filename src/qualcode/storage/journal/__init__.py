"""The change history: recording each action, taking it back, and reading what was done."""
