"""What may be typed where the interface speaks English: day before month too, as everywhere in the house."""

from giaoban.interfaces.ui.formats.vi.formats import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS, FIRST_DAY_OF_WEEK

__all__ = ["DATETIME_INPUT_FORMATS", "DATE_INPUT_FORMATS", "FIRST_DAY_OF_WEEK"]
