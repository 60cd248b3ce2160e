"""Pages for the browser that work without a network: one file, nothing asked of outside, the same bytes every time."""
