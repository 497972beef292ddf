"""The first page opens for everybody; what it shows depends on the posts held."""

from tests.personas import Access, staff

ACCESS = {
    "console:cycle:index": Access(staff(200)),
}
