"""The pages beside the news: written from what the records say; nobody and nothing is invented."""

from functools import partial

from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from wagtail.models import Page

from giaoban.demo.english_pages import load_english_pages
from giaoban.demo.people import Cast
from giaoban.demo.registers import CONFERENCE_DAY
from giaoban.domain.accounts.models import Post, Role
from giaoban.domain.conferences.models import Conference
from giaoban.domain.orgs.models import Sector
from giaoban.domain.tasks.models import Task
from giaoban.interfaces.portal.models import (
    CollectionEntry,
    CollectionPage,
    ContactPage,
    HomePage,
    Official,
    OrganisationPage,
    PlainPage,
    Question,
    QuestionsPage,
    ScheduleEntry,
    SchedulePage,
    SectionPage,
)

RESPONSIBLE = "Trưởng Ban Tuyên giáo Thị ủy Phổ Yên"
ADDRESS = "Phường Ba Hàng, thị xã Phổ Yên, tỉnh Thái Nguyên"
LINKS = [
    ("Cổng thông tin điện tử Chính phủ", "https://chinhphu.vn/"),
    ("Cổng thông tin điện tử tỉnh Thái Nguyên", "https://thainguyen.gov.vn/"),
    ("Cơ sở dữ liệu quốc gia về pháp luật", "https://vbpl.vn/"),
]
# Address of a list: title, link and note of its entries.
PUBLIC_LISTS = {
    "danh-muc": [
        ("Chức năng, nhiệm vụ, cơ cấu tổ chức, đầu mối liên hệ", "/to-chuc/", ""),
        ("Văn bản của khối đã ban hành", "/van-ban/", "Văn bản được phép công khai trong sổ văn bản"),
        ("Số liệu các lĩnh vực so với kế hoạch và cùng kỳ", "/so-lieu/", "Trong bản trình diễn là số liệu minh hoạ"),
        ("Kết luận hội nghị giao ban, nhiệm vụ được giao", "/giao-ban/", ""),
        ("Dự thảo lấy ý kiến", "/gop-y/", ""),
        ("Lịch công tác", "/lich-cong-tac/", ""),
    ],
    "thu-tuc-hanh-chinh": [
        ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/", "Tra cứu thủ tục, nộp hồ sơ trực tuyến"),
    ],
    "huong-dan": [
        ("Cơ sở dữ liệu quốc gia về pháp luật", "https://vbpl.vn/", "Toàn văn văn bản quy phạm pháp luật"),
    ],
    "bao-cao-tai-chinh": [
        ("Bản trình diễn không có báo cáo tài chính", "", "Cơ quan sử dụng thật đăng tệp báo cáo từng năm ở đây"),
    ],
    "thoa-thuan-quoc-te": [
        ("Bản trình diễn không có điều ước, thỏa thuận quốc tế", "", ""),
    ],
    "ke-hoach": [
        ("Kết quả thực hiện so với kế hoạch", "/so-lieu/", "Trong bản trình diễn là số liệu minh hoạ"),
        ("Công trình và tiến độ", "/cong-trinh/", "Trong bản trình diễn là số liệu minh hoạ"),
    ],
    "dich-benh-thien-tai": [
        ("Bản trình diễn không có thông báo dịch bệnh, thiên tai", "", "Cơ quan sử dụng thật đăng thông báo ở đây"),
    ],
}  # fmt: skip


def load_pages(*, home: HomePage, conference: Conference, cast: Cast) -> PlainPage:
    """Fill the pages of a new site and add those that only an editor makes; return the page about the portal."""
    home.responsible = RESPONSIBLE
    home.licence = "chưa có, vì đây là bản trình diễn"
    home.address = ADDRESS
    home.source_note = "Ghi rõ nguồn khi phát lại thông tin từ trang này."
    links = [{"title": title, "page": None, "address": address} for title, address in LINKS]
    home.side[-1] = ("links", {"title": "Liên kết", "links": links})  # instead of a new site's empty one
    _publish(home, cast)
    _organisation(conference, cast)
    _contact(cast)
    _schedule(conference, cast)
    _questions(cast)
    _public_lists(cast)
    load_english_pages(conference=conference, publish=partial(_publish, cast=cast))
    section = SectionPage(title="Giới thiệu", slug="gioi-thieu", intro="Khối khoa giáo và cổng thông tin này.")
    home.add_child(instance=section)
    about: PlainPage = section.add_child(instance=_about())
    return about


def _publish(page: Page, cast: Cast) -> None:
    page.save_revision(user=cast.editor).publish(user=cast.chair)


def _organisation(conference: Conference, cast: Cast) -> None:
    page = OrganisationPage.objects.get(slug="to-chuc")
    sectors = [sector.name[:1].lower() + sector.name[1:] for sector in Sector.objects.all()]
    page.functions = format_html(
        "<p>{} điều phối {}: {}.</p><p>Ban mở kỳ báo cáo, nhận và tổng hợp số liệu của các đơn vị, tổ chức hội nghị "
        "giao ban, ban hành kết luận và theo dõi nhiệm vụ.</p>",
        conference.bloc.coordinator.name, conference.bloc.name, ", ".join(sectors),
    )  # fmt: skip
    page.address = ADDRESS
    posts = Post.objects.filter(unit=conference.bloc.coordinator, role__in=(Role.SECRETARY, Role.EDITOR))
    duties = {Role.SECRETARY: "Tiếp nhận báo cáo, kiến nghị của đơn vị", Role.EDITOR: "Cung cấp thông tin trên cổng"}
    for post in posts.order_by("role"):
        page.officials.add(
            Official(title=post.title, unit_name=conference.bloc.coordinator.name, duty=duties[Role(post.role)])
        )
    _publish(page, cast)


def _contact(cast: Cast) -> None:
    page = ContactPage.objects.get(slug="lien-he")
    page.address = ADDRESS
    _publish(page, cast)


def _schedule(conference: Conference, cast: Cast) -> None:
    page = SchedulePage.objects.get()
    starts = localtime(conference.starts_at)
    page.entries.add(
        ScheduleEntry(
            day=starts.date(),
            starts=starts.time(),
            title=conference.title,
            place=conference.place,
            chair=conference.chair_title,
            attending=f"Các đơn vị {conference.bloc.name}",
        )
    )
    for task in Task.objects.filter(deadline__gt=starts.date()).select_related("lead"):
        page.entries.add(ScheduleEntry(day=task.deadline, title=f"Hạn: {task.title}"[:300], chair=task.lead.name))
    _publish(page, cast)


def _questions(cast: Cast) -> None:
    page = QuestionsPage.objects.get()
    office = "Ban Tuyên giáo Thị ủy"
    asked = [
        ("Số liệu trên cổng lấy từ đâu, chốt đến ngày nào?",
         "Số liệu do các đơn vị trong khối báo cáo, được nhận rồi mới tổng hợp. Ngày chốt ghi dưới mỗi bảng và trên "
         "trang bản đồ; lĩnh vực khác nhau có thể chốt vào ngày khác nhau."),
        ("Vì sao có xã ghi “chưa báo cáo”, có xã ghi “không phát sinh”?",
         "“Chưa báo cáo” là đơn vị chưa gửi số. “Không phát sinh” là đơn vị đã báo cáo rằng trong kỳ không có việc "
         "ấy. Hai trường hợp này khác với số 0 và không được cộng lẫn nhau."),
        ("Tỷ lệ của thị xã có phải là trung bình cộng tỷ lệ các xã, phường không?",
         "Không. Tỷ lệ của thị xã bằng tổng tử số chia tổng mẫu số của các xã, phường."),
    ]  # fmt: skip
    day = CONFERENCE_DAY
    for text, answer in asked:
        question = Question(
            question=text, answer=format_html("<p>{}</p>", answer), asked_on=day, answered_on=day, answered_by=office
        )
        question.clean()
        page.questions.add(question)
    _publish(page, cast)


def _public_lists(cast: Cast) -> None:
    """Fill the lists with what is so: where this portal keeps what, the national portals, what there is none of."""
    for slug, entries in PUBLIC_LISTS.items():
        page = CollectionPage.objects.get(slug=slug)
        for title, address, note in entries:
            page.entries.add(CollectionEntry(day=CONFERENCE_DAY, title=title, address=address, note=note))
        _publish(page, cast)


def _about() -> PlainPage:
    parts = [
        "Cổng đăng tin, văn bản, số liệu và bản đồ của khối khoa giáo. Tin về hội nghị giao ban được soạn từ biên bản, "
        "số liệu đã chốt và kết luận đã ghi.",
        "Đây là bản trình diễn: con số có nhãn “số liệu minh hoạ” được dựng để giới thiệu, "
        "người được nêu theo chức vụ.",
    ]
    text = format_html_join("", "<p>{}</p>", [(part,) for part in parts])
    return PlainPage(
        title="Về cổng thông tin này", slug="ve-cong-thong-tin", body=[("paragraph", str(text))],
        search_description="Cổng đăng gì, lấy từ đâu, con số nào là minh hoạ.",
    )  # fmt: skip
