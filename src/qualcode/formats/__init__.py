"""How a study comes and goes: bytes into domain objects and back; never touches the database."""
