"""What a study is: frozen dataclasses and pure rules on codes, spans and text. Standard library only."""
