"""The public tree as a new installation needs it. Run it as often as you like."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageLogEntry,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from giaoban.domain.accounts.models import EDITOR_GROUP, MODERATOR_GROUP
from giaoban.interfaces.portal.models import (
    CollectionPage,
    ContactPage,
    EnglishPage,
    HomePage,
    NewsIndexPage,
    OrganisationPage,
    PublicPage,
    QuestionsPage,
    SchedulePage,
    SectionPage,
)

# What every portal has, in the order of the menu: each of these works before anybody has written a word.
# Their titles are in the catalogue, so that the menu speaks the reader's language as long as no editor renames them.
FIRST_PAGES: list[tuple[type[PublicPage], str, str]] = [
    (NewsIndexPage, gettext_noop("Tin tức"), "tin-tuc"),
    (OrganisationPage, gettext_noop("Tổ chức bộ máy"), "to-chuc"),
    (SchedulePage, gettext_noop("Lịch công tác"), "lich-cong-tac"),
    (QuestionsPage, gettext_noop("Hỏi đáp"), "hoi-dap"),
    (ContactPage, gettext_noop("Liên hệ, góp ý"), "lien-he"),
]
# What Nghị định 42/2022 has an office make public that no record of ours holds: title, address, what belongs there.
PUBLIC_INFORMATION = (
    gettext_noop("Công khai thông tin"),
    "cong-khai",
    gettext_noop("Thông tin cơ quan phải công khai theo quy định."),
)
PUBLIC_LISTS = [
    (gettext_noop("Danh mục thông tin phải công khai"), "danh-muc",
     gettext_noop("danh mục thông tin cơ quan phải công khai và nơi đăng từng loại thông tin.")),
    (gettext_noop("Thủ tục hành chính, dịch vụ công"), "thu-tuc-hanh-chinh",
     gettext_noop("thủ tục cơ quan giải quyết, hoặc liên kết tới Cổng Dịch vụ công quốc gia.")),
    (gettext_noop("Hướng dẫn pháp luật, chế độ, chính sách"), "huong-dan",
     gettext_noop("tài liệu phổ biến, hướng dẫn thực hiện pháp luật, chế độ, chính sách của các lĩnh vực trong khối.")),
    (gettext_noop("Báo cáo tài chính năm"), "bao-cao-tai-chinh",
     gettext_noop("báo cáo tài chính, dự toán và quyết toán từng năm của cơ quan.")),
    (gettext_noop("Điều ước, thỏa thuận quốc tế"), "thoa-thuan-quoc-te",
     gettext_noop("điều ước, thỏa thuận quốc tế mà cơ quan ký hoặc thực hiện; không có thì ghi một mục nói rõ.")),
    (gettext_noop("Chiến lược, quy hoạch, kế hoạch"), "ke-hoach",
     gettext_noop("chiến lược, quy hoạch, kế hoạch, chương trình, đề án, dự án của các lĩnh vực trong khối.")),
    (gettext_noop("Dịch bệnh, thiên tai"), "dich-benh-thien-tai",
     gettext_noop("thông tin, hướng dẫn phòng, chống dịch bệnh, thiên tai trên địa bàn.")),
]  # fmt: skip
# The lists that were made before the page log said which ones had been.
UNLOGGED = {"danh-muc", "thu-tuc-hanh-chinh", "huong-dan", "bao-cao-tai-chinh", "thoa-thuan-quoc-te"}
# The same for readers of English, below /en/: out of the menu, led to from the footer and from the Vietnamese pages.
# They are live from the first day, since units and posts come from the records.
ENGLISH_TITLE = "Information in English"
ENGLISH_PAGES: list[tuple[type[PublicPage], str, str]] = [
    (OrganisationPage, "Organisation", "organisation"),
    (ContactPage, "Contact and feedback", "contact"),
]
# What each group may do to every page of the site; removing published pages goes through unpublishing.
MAY = {
    EDITOR_GROUP: ("add_page", "change_page"),
    MODERATOR_GROUP: ("add_page", "change_page", "publish_page"),
}
# The one step between a draft and its publication, and what Wagtail's migrations called it.
APPROVAL = "Duyệt trước khi đăng"
APPROVAL_STEP = "Chủ trì hoặc thư ký duyệt"
WAGTAILS_OWN = "Moderators approval"


@transaction.atomic
def setup_site() -> HomePage:
    """Make sure of root, home page, first pages, site record, desk rights and approval; returns the home page.

    What exists stays as the editors left it. Wagtail's own welcome page is taken away.
    """
    home = _home()
    if not NewsIndexPage.objects.child_of(home).exists():
        for kind, title, slug in FIRST_PAGES:
            home.add_child(instance=kind(title=title, slug=slug, show_in_menus=True))
        english = home.add_child(instance=EnglishPage(title=ENGLISH_TITLE))
        for kind, title, slug in ENGLISH_PAGES:
            english.add_child(instance=kind(title=title, slug=slug))
    _public_information(home)
    _site(home)
    _rights(home)
    _approval(home)
    return home


def news_index() -> NewsIndexPage:
    """Return the list under which articles are made, setting the site up where that was not done yet."""
    setup_site()
    found: NewsIndexPage = NewsIndexPage.objects.get()
    return found


def _home() -> HomePage:
    existing: HomePage | None = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.objects.get(depth=1)
    name = f"{settings.ORGAN['name']} {settings.ORGAN['superior']}"
    home = HomePage(title=name, slug="trang-chu", show_in_menus=True)
    root.add_child(instance=home)
    return home


def _public_information(home: HomePage) -> None:
    """Add each public list once, to older installations too; what an office took away or renamed stays so.

    The page log remembers which lists were made, however they are called by now.
    """
    made = _lists_made()
    missing = [one for one in PUBLIC_LISTS if one[1] not in made]
    section = _section(home, is_new=not made) if missing else None
    if section is None:
        return
    for name, address, belongs in missing:
        page = section.add_child(instance=CollectionPage(title=name, slug=address, belongs=belongs))
        PageLogEntry.objects.log_action(page, "wagtail.create", data={"list": address})


def _lists_made() -> set[str]:
    log = PageLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(CollectionPage))
    made = set(log.filter(action="wagtail.create", data__has_key="list").values_list("data__list", flat=True))
    is_older = CollectionPage.objects.exists() or log.filter(action="wagtail.delete").exists()
    return made | (UNLOGGED if is_older else set())


def _section(home: HomePage, *, is_new: bool) -> SectionPage | None:
    """Return the section of the public lists, made where the site is new; None where an office took it away."""
    if is_new:
        title, slug, intro = PUBLIC_INFORMATION
        made: SectionPage = home.add_child(
            instance=SectionPage(title=title, slug=slug, intro=intro, show_in_menus=True)
        )
        return made
    lists = CollectionPage.objects.order_by("path")
    parents = (found.get_parent().specific for found in lists)
    return next((parent for parent in parents if isinstance(parent, SectionPage)), None)


def _site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk and site.root_page_id == home.pk:
        return
    welcome = site.root_page if site.pk else None
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)  # for Wagtail; readers get addresses.origin_of
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.site_name = home.title
    site.save()
    if welcome is not None and welcome.depth == 2 and welcome.specific_class is Page:
        welcome.delete()


def _rights(home: HomePage) -> None:
    for name, codenames in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        for codename in codenames:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _approval(home: HomePage) -> None:
    """Put the approval between the editors' drafts and the public, once: an office may change or end it afterwards."""
    if Workflow.objects.filter(name=APPROVAL).exists():
        return
    # editors published by themselves before there was an approval
    GroupPagePermission.objects.filter(
        group__name=EDITOR_GROUP, page=home, permission__codename="publish_page"
    ).delete()
    step = GroupApprovalTask.objects.filter(name=WAGTAILS_OWN).first() or GroupApprovalTask()
    step.name = APPROVAL_STEP
    step.save()
    step.groups.set(Group.objects.filter(name=MODERATOR_GROUP))
    approval = Workflow.objects.filter(name=WAGTAILS_OWN).first() or Workflow()
    approval.name = APPROVAL
    approval.save()
    WorkflowTask.objects.get_or_create(workflow=approval, task=step.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": approval})
