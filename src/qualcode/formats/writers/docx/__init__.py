"""Word files that need no repair: real tables, own styles, no direct formatting, the same bytes every time."""
