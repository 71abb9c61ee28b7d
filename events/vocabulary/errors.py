"""The one error of the vocabulary."""


class VocabularyError(ValueError):
    """A vocabulary file is wrong; the message names the file, the entry, the field, the value and the way out."""

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        super().__init__(f"vocabulary/{file}: entry {entry!r}: field {field!r}: {problem}")
        self.file, self.entry, self.field = file, entry, field
