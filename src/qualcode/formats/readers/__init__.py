"""Readers: bytes of a file into domain objects."""
