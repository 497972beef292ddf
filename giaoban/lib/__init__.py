"""The floor that has never heard of a report: text, numbers, dates, files, paper."""
