"""Writers: domain objects into bytes of a file."""
