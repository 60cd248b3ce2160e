"""Small dialogs that return a typed value."""
