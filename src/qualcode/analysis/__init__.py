"""What can be computed from a study: pure functions, no input or output."""
