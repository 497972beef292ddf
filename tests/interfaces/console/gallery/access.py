"""The gallery is open to everybody who is signed in."""

from tests.personas import Access, staff

ACCESS = {
    "console:gallery:index": Access(staff(200)),
    "console:gallery:trouble": Access(staff(200), kwargs=lambda personas: {"name": "404"}),
}
