"""Who may open the set-up: administrators."""

from tests.personas import Access, only

ACCESS = {
    "console:setup:index": Access(only("administrator")),
    # a step that may be repeated; every step is asked in test_pages.py
    "console:setup:step": Access(only("administrator"), lambda personas: {"key": "don-vi"}),
}
