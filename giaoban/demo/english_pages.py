"""The demonstration's pages in English: the same as the Vietnamese ones say, in the office's own words."""

from collections.abc import Callable

from django.utils.html import format_html
from wagtail.models import Page

from giaoban.domain.accounts.models import Post, Role
from giaoban.domain.conferences.models import Conference
from giaoban.domain.orgs.models import Sector
from giaoban.interfaces.portal.models import ContactPage, EnglishPage, Official, OrganisationPage

ORGAN = "Commission for Information and Education of the Phổ Yên Town Party Committee"
ADDRESS = "Ba Hàng Ward, Phổ Yên Town, Thái Nguyên Province, Viet Nam"
OFFICIALS = {
    Role.SECRETARY: ("Science and education officer", "Receives the units’ reports and requests"),
    Role.EDITOR: ("Editor of the portal", "Provides information on the portal"),
}


def load_english_pages(*, conference: Conference, publish: Callable[[Page], None]) -> None:
    """Write the three pages that a new site has below /en/ and publish them."""
    section = EnglishPage.objects.get()
    section.intro = "Who we are and how to reach us. News, papers and figures are published in Vietnamese."
    publish(section)
    organisation = OrganisationPage.objects.child_of(section).get()
    sectors = [sector.name_en[:1].lower() + sector.name_en[1:] for sector in Sector.objects.all()]
    organisation.functions = format_html(
        "<p>The {} coordinates the science and education bloc of the town: {}.</p><p>The Commission opens each "
        "reporting period, receives and consolidates the units’ figures, holds the briefing conference, issues its "
        "conclusions and follows up the tasks.</p>",
        ORGAN, ", ".join(sectors),
    )  # fmt: skip
    organisation.address = ADDRESS
    posts = Post.objects.filter(unit=conference.bloc.coordinator, role__in=OFFICIALS)
    for role in dict.fromkeys(posts.order_by("role").values_list("role", flat=True)):
        title, duty = OFFICIALS[Role(role)]
        organisation.officials.add(Official(title=title, unit_name=ORGAN, duty=duty))
    publish(organisation)
    contact = ContactPage.objects.child_of(section).get()
    contact.intro = "Write to us in Vietnamese or English. Questions of general interest are answered on the portal."
    contact.address = ADDRESS
    publish(contact)
