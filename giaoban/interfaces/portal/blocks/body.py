"""What an article's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

# What an editor needs in running text; no pasted styles, no headings outside the heading block.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


# Languages a passage may be in, each under the code HTML knows it by.
FOREIGN = [("en", _("Tiếng Anh")), ("fr", _("Tiếng Pháp")), ("zh", _("Tiếng Trung")), ("ru", _("Tiếng Nga")),
           ("ja", _("Tiếng Nhật")), ("ko", _("Tiếng Hàn")), ("lo", _("Tiếng Lào"))]  # fmt: skip


class FigureRow(blocks.StructBlock):
    """One indicator as the consolidated table shows it; amounts are kept as printed, so a paper never changes."""

    name = blocks.CharBlock(label=_("Chỉ tiêu"), max_length=200)
    measure = blocks.CharBlock(label=_("Đơn vị tính"), max_length=40, required=False)
    plan = blocks.CharBlock(label=_("Kế hoạch năm"), max_length=40, required=False)
    same_period = blocks.CharBlock(label=_("Cùng kỳ"), max_length=40, required=False)
    actual = blocks.CharBlock(label=_("Thực hiện"), max_length=40, required=False)
    percent = blocks.CharBlock(label=_("So với kế hoạch (%)"), max_length=40, required=False)
    change = blocks.CharBlock(label=_("So với cùng kỳ"), max_length=40, required=False)


class FigureTable(blocks.StructBlock):
    """A table of figures with its title and the note that says what they are."""

    title = blocks.CharBlock(label=_("Tên bảng"), max_length=200)
    rows = blocks.ListBlock(FigureRow(), label=_("Các dòng"))
    note = blocks.CharBlock(label=_("Ghi chú"), max_length=400, required=False)

    class Meta:
        icon = "table"
        label = _("Bảng số liệu")
        template = "portal/blocks/figures.html"


class Quote(blocks.StructBlock):
    """Somebody's words, in which language where it is not that of the page, and whose they are."""

    text = blocks.TextBlock(label=_("Nội dung"), rows=3)
    language = blocks.ChoiceBlock(
        FOREIGN, label=_("Tiếng nước ngoài"), required=False,
        help_text=_("Máy đọc màn hình đọc lời trích bằng tiếng này; để trống nếu là tiếng của bài"),
    )  # fmt: skip
    source = blocks.CharBlock(label=_("Người phát biểu, chức vụ"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        template = "portal/blocks/quote.html"


class Picture(blocks.StructBlock):
    """A picture with the words that stand for it; there is no picture without them."""

    image = ImageChooserBlock(label=_("Ảnh"))
    alt = blocks.CharBlock(
        label=_("Lời thay ảnh"), max_length=250,
        help_text=_("Người không nhìn thấy ảnh nghe câu này: trong ảnh có gì, ai đang làm gì"),
    )  # fmt: skip
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=300, required=False)
    credit = blocks.CharBlock(label=_("Nguồn ảnh"), max_length=150, required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "portal/blocks/picture.html"


class Body(blocks.StreamBlock):
    """Paragraphs, headings, tables of figures, quotations and pictures, in any order."""

    paragraph = blocks.RichTextBlock(label=_("Đoạn văn"), features=TEXT_FEATURES, icon="pilcrow")
    heading = blocks.CharBlock(
        label=_("Tiêu đề mục"), max_length=200, icon="title", template="portal/blocks/heading.html"
    )
    figures = FigureTable()
    quote = Quote()
    picture = Picture()
