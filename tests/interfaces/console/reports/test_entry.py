"""The clerk's entry page."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.domain.indicators.models import EmptyKind, FigureStatus, Indicator
from giaoban.domain.reports.models import Cell, Submission
from giaoban.domain.reports.operations import comment_on_cell, return_report, save_cell
from tests.factories.reports import Office, fill, hand_in, observe, plan
from tests.interfaces.console.reports.conftest import SignIn

HTMX = {"HX-Request": "true"}


def address(submission: Submission) -> str:
    return f"/lam-viec/bao-cao/{submission.pk}/"


def test_the_grid_shows_plan_and_past_beside_the_box(office: Office, submission: Submission, sign_in: SignIn) -> None:
    observe(office, "YT01", "2019-H1", value=4986)
    observe(office, "YT01", "2019-H2", value=5140)
    plan(office, "YT01", 10000)
    page = sign_in("clerk").get(address(submission)).content.decode()
    for shown in ("4.986", "5.140", "10.000", "Số lượt khám bệnh", "0/6 ô", "xã Đắc Sơn"):
        assert shown in page


def test_a_cell_saved_by_script_comes_back_as_its_row_and_the_bar(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    pk = office.indicators["YT01"].pk
    response = sign_in("clerk").post(
        address(submission), {"row": str(pk), f"n-{pk}": "9.120", f"v-{pk}": "0"}, headers=HTMX
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="o-YT01"' in page
    assert 'id="o-DS01"' not in page
    assert 'id="bar"' in page
    assert "<html" not in page
    assert "Hiểu là 9.120 lượt" in page
    assert 'data-write="9,12"' in page
    assert Cell.objects.get(submission=submission).value == 9120


def test_confirming_what_was_understood_ends_the_doubt(office: Office, submission: Submission, sign_in: SignIn) -> None:
    pk = office.indicators["YT01"].pk
    client = sign_in("clerk")
    client.post(address(submission), {"row": str(pk), f"n-{pk}": "9.120", f"v-{pk}": "0"}, headers=HTMX)
    page = client.post(
        address(submission), {"row": str(pk), f"n-{pk}": "9120", f"v-{pk}": "1"}, headers=HTMX
    ).content.decode()
    assert "Hiểu là" not in page
    assert "Đã lưu" in page


def test_what_was_not_understood_stays_in_its_box(office: Office, submission: Submission, sign_in: SignIn) -> None:
    pk = office.indicators["YT01"].pk
    client = sign_in("clerk")
    client.post(address(submission), {f"n-{pk}": "chín nghìn", f"v-{pk}": "0"})
    page = client.get(address(submission)).content.decode()
    assert 'value="chín nghìn"' in page
    assert "không phải là số" in page
    assert 'data-state="bad"' in page


def test_the_whole_form_without_script_saves_only_what_was_touched(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    fill(office, submission)
    client = sign_in("clerk")
    lines = [line for group in client.get(address(submission)).context["groups"] for line in group.lines]
    form: dict[str, str] = {}
    for line in lines:
        form |= {f"n-{line.id}": line.typed, f"d-{line.id}": line.typed_denominator, f"v-{line.id}": str(line.version),
                 f"w-{line.id}": line.fingerprint}  # fmt: skip
    other = office.indicators["GN01"]
    save_cell(submission=submission, indicator=other, typed="61", acting_user=office.people["head"], at=office.at)
    form[f"n-{office.indicators['YT01'].pk}"] = "5000"
    response = client.post(address(submission), form, follow=True)
    assert "Đã lưu 1 ô." in response.content.decode()
    assert Cell.objects.get(indicator=other).typed == "61"
    assert Cell.objects.get(indicator=office.indicators["YT01"]).value == 5000


def test_two_people_in_one_cell_get_409_with_both_numbers(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    indicator = office.indicators["YT01"]
    save_cell(submission=submission, indicator=indicator, typed="4900", acting_user=office.people["head"], at=office.at)
    form = {"row": str(indicator.pk), f"n-{indicator.pk}": "5100", f"v-{indicator.pk}": "0"}
    for headers in (HTMX, {}):
        response = sign_in("clerk").post(address(submission), form, headers=headers)
        page = response.content.decode()
        assert response.status_code == 409
        assert "4.900" in page
        assert 'value="5100"' in page
        assert "vừa sửa ô này" in page
    assert Cell.objects.get(indicator=indicator).typed == "4900"
    form[f"v-{indicator.pk}"] = "1"
    assert sign_in("clerk").post(address(submission), form, headers=HTMX).status_code == 200
    assert Cell.objects.get(indicator=indicator).typed == "5100"


def test_a_rates_count_in_doubt_is_not_read_in_percent(office: Office, submission: Submission, sign_in: SignIn) -> None:
    pk = office.indicators["YT02"].pk
    form = {"row": str(pk), f"n-{pk}": "9.120", f"d-{pk}": "9500", f"v-{pk}": "0"}
    page = sign_in("clerk").post(address(submission), form, headers=HTMX).content.decode()
    assert "Hiểu là 9.120." in page
    assert 'data-unit=""' in page


def test_a_clash_in_a_pasted_block_does_not_lose_the_rest(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    taken, free = office.indicators["YT01"], office.indicators["DS01"]
    save_cell(submission=submission, indicator=taken, typed="1", acting_user=office.people["head"], at=office.at)
    form = {"row": [str(taken.pk), str(free.pk)], f"n-{taken.pk}": "2", f"v-{taken.pk}": "0", f"n-{free.pk}": "75",
            f"v-{free.pk}": "0"}  # fmt: skip
    assert sign_in("clerk").post(address(submission), form, headers=HTMX).status_code == 409
    assert Cell.objects.get(indicator=free).value == 75


def test_none_arose_and_estimate_are_ticks(office: Office, submission: Submission, sign_in: SignIn) -> None:
    none, rough = office.indicators["YT01"], office.indicators["DS01"]
    form = {"row": [str(none.pk), str(rough.pk)], f"n-{none.pk}": "", f"k-{none.pk}": "none_arose", f"v-{none.pk}": "0",
            f"n-{rough.pk}": "75", f"e-{rough.pk}": "estimate", f"v-{rough.pk}": "0"}  # fmt: skip
    sign_in("clerk").post(address(submission), form, headers=HTMX)
    assert Cell.objects.get(indicator=none).kind == EmptyKind.NONE_AROSE
    assert Cell.objects.get(indicator=rough).status == FigureStatus.ESTIMATE


def test_a_number_typed_beside_an_old_tick_holds(office: Office, submission: Submission, sign_in: SignIn) -> None:
    indicator = office.indicators["YT01"]
    save_cell(submission=submission, indicator=indicator, typed="", kind=EmptyKind.NONE_AROSE,
              acting_user=office.people["clerk"], at=office.at)  # fmt: skip
    form = {f"n-{indicator.pk}": "12", f"k-{indicator.pk}": "none_arose", f"v-{indicator.pk}": "1"}
    sign_in("clerk").post(address(submission), form)
    assert Cell.objects.get(indicator=indicator).value == 12


def test_a_warning_asks_for_its_reason_and_names_the_numbers(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    observe(office, "YT01", "2019-H1", value=100)
    indicator = office.indicators["YT01"]
    client = sign_in("clerk")
    form = {"row": str(indicator.pk), f"n-{indicator.pk}": "900", f"v-{indicator.pk}": "0"}
    page = client.post(address(submission), form, headers=HTMX).content.decode()
    assert 'data-state="warn"' in page
    assert "900" in page
    assert "100" in page
    assert f'name="r-{indicator.pk}"' in page
    form |= {f"v-{indicator.pk}": "1", f"r-{indicator.pk}": "mở thêm trạm"}
    page = client.post(address(submission), form, headers=HTMX).content.decode()
    assert 'data-state="ok"' in page
    assert Cell.objects.get(indicator=indicator).reason == "mở thêm trạm"


def test_a_returned_report_says_why_on_top(office: Office, submission: Submission, sign_in: SignIn) -> None:
    hand_in(office, submission)
    return_report(submission=submission, reason="Số trẻ sinh chưa khớp", acting_user=office.people["secretary"],
                  at=office.at)  # fmt: skip
    page = sign_in("clerk").get(address(submission)).content.decode()
    assert "Số trẻ sinh chưa khớp" in page
    assert "trả lại báo cáo ngày 13/7/2020" in page


def test_a_report_handed_in_is_read_only_and_says_so(office: Office, submission: Submission, sign_in: SignIn) -> None:
    hand_in(office, submission)
    page = sign_in("clerk").get(address(submission)).content.decode()
    assert "Đã nộp, đang chờ thị xã kiểm tra" in page
    assert 'name="k-' not in page
    pk = office.indicators["YT01"].pk
    sign_in("clerk").post(address(submission), {f"n-{pk}": "1", f"v-{pk}": "1"})
    assert Cell.objects.get(indicator_id=pk).typed == "4.986"


def test_the_panel_of_a_cell_holds_history_comments_and_chart(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    observe(office, "YT01", "2019-H1", value=4986)
    fill(office, submission)
    comment_on_cell(submission=submission, indicator=office.indicators["YT01"], text="Xin kiểm tra lại",
                    acting_user=office.people["secretary"], at=office.at)  # fmt: skip
    client = sign_in("clerk")
    panel = client.get(f"{address(submission)}o/YT01/", headers=HTMX).content.decode()
    assert "Xin kiểm tra lại" in panel
    assert "<svg" in panel
    assert "đầu 19: 4.986" in panel
    assert "Nhập trên mạng" in panel
    assert "<html" not in panel
    assert "<html" in client.get(f"{address(submission)}o/YT01/").content.decode()


def test_the_page_costs_the_same_whatever_is_filled(office: Office, submission: Submission, sign_in: SignIn) -> None:
    client = sign_in("clerk")
    client.get(address(submission))
    with CaptureQueriesContext(connection) as empty:
        client.get(address(submission))
    fill(office, submission)
    with CaptureQueriesContext(connection) as full:
        client.get(address(submission))
    assert len(full) == len(empty)
    assert len(full) <= 18


def test_what_a_plain_form_could_not_save_is_shown_to_be_copied(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    pk, client = office.indicators["YT01"].pk, sign_in("clerk")
    hand_in(office, submission)
    form = {f"n-{pk}": "98.765", f"r-{pk}": "Hai trạm mới", f"v-{pk}": "1", f"w-{pk}": "cũ"}
    response = client.post(address(submission), form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "nên không sửa được" in page
    unsaved = page.split('<dl class="unsaved">')[1].split("</dl>")[0]
    assert "Số lượt khám bệnh" in unsaved
    assert "98.765; Hai trạm mới" in unsaved
    section = re.findall(r'action="([^"]+/muc/[^"]+)"', page)[0]
    response = client.post(section, {"text": "Lời vừa viết\nhai dòng", "version": "0"})
    assert response.status_code == 409
    assert "<dd>Lời vừa viết\nhai dòng</dd>" in response.content.decode()


def test_a_script_is_told_why_a_figure_was_refused(office: Office, submission: Submission, sign_in: SignIn) -> None:
    pk = office.indicators["YT01"].pk
    form = {"row": str(pk), f"n-{pk}": "9" * 501, f"v-{pk}": "0"}
    response = sign_in("clerk").post(address(submission), form, headers=HTMX)
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert "dài quá 500 ký tự" in response.content.decode()
    hand_in(office, submission)
    response = sign_in("clerk").post(address(submission), form | {f"n-{pk}": "1"}, headers=HTMX)
    assert response.status_code == 409
    assert "nên không sửa được" in response.content.decode()


def test_an_english_point_can_be_confirmed(office: Office, submission: Submission, sign_in: SignIn) -> None:
    pk, client = office.indicators["YT01"].pk, sign_in("clerk")
    Indicator.objects.filter(pk=pk).update(unit_of_measure="tấn", decimals=2)
    form = {"row": str(pk), f"n-{pk}": "9.12", f"v-{pk}": "0"}
    assert 'data-write="9,12"' in client.post(address(submission), form, headers=HTMX).content.decode()
    form |= {f"n-{pk}": "9,12", f"v-{pk}": "1"}
    client.post(address(submission), form, headers=HTMX)
    assert not Cell.objects.get().in_doubt
