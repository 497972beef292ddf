"""One's own account is one's own: every signed-in person has these pages, each their own rows."""

from tests.personas import Access, staff

ACCESS = {
    "console:account:index": Access(staff(200)),
    "console:account:notices": Access(staff(200)),
    "console:account:mark_read": Access(staff(302), method="post"),
}
