"""Questions to and from what instructors use."""

from immunolearn.formats.exchange import FORMATS, Exported, Taken, export_questions, import_questions

__all__ = ["FORMATS", "Exported", "Taken", "export_questions", "import_questions"]
