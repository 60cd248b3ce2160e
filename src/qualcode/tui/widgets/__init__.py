"""The views and panes the screens are made of."""
