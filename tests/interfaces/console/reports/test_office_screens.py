"""The secretary's screens, the steps of a report, the narrative."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.domain.notices.models import Notice
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.models import Narrative, Round, Snapshot, State, Submission
from giaoban.domain.reports.operations import save_narrative
from giaoban.lib import clock
from giaoban.lib.clock import VIETNAM
from tests.factories.reports import START, Office, fill, hand_in
from tests.interfaces.console.reports.conftest import SignIn

HOME = "/lam-viec/bao-cao/"
HTMX = {"HX-Request": "true"}


def test_a_report_goes_from_clerk_to_head_to_secretary_and_back(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    fill(office, submission)
    clerk, head, secretary = sign_in("clerk"), sign_in("head"), sign_in("secretary")
    here = f"{HOME}{submission.pk}/"
    assert "Trình thủ trưởng duyệt" in clerk.get(here).content.decode()
    assert "vừa nhận được thông báo" in clerk.post(f"{here}buoc/trinh/", follow=True).content.decode()
    assert Notice.objects.filter(kind="reports.presented", recipient_id=office.people["head"].pk).exists()
    assert clerk.get(f"{here}buoc/duyet/").status_code == 404
    head.post(f"{here}buoc/duyet/")
    clerk.post(f"{here}buoc/nop/")
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
    empty = secretary.post(f"{here}tra-lai/", {"reason": "  "})
    assert "errorlist" in empty.content.decode()
    secretary.post(f"{here}tra-lai/", {"reason": "Kiểm tra lại số lượt khám"})
    assert "Kiểm tra lại số lượt khám" in clerk.get(here).content.decode()
    head.post(f"{here}buoc/duyet/")
    head.post(f"{here}buoc/nop/")
    done = secretary.post(f"{here}nhan/", follow=True).content.decode()
    assert "số liệu đã vào bảng tổng hợp" in done
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED


def test_an_unfinished_report_cannot_be_presented_and_says_what_remains(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    response = sign_in("clerk").post(f"{HOME}{submission.pk}/buoc/trinh/")
    page = response.content.decode()
    assert response.status_code == 409
    assert f"/lam-viec/bao-cao/{submission.pk}/#o-YT01" in page
    assert f"/lam-viec/bao-cao/{submission.pk}/#muc-I.1" in page
    assert not Notice.objects.filter(kind="reports.presented").exists()


def test_two_writers_of_one_section_get_409_with_both_texts(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    address = f"{HOME}{submission.pk}/muc/I.1/"
    save_narrative(submission=submission, section=office.section, text="Bản của thủ trưởng.", expected_version=0,
                   acting_user=office.people["head"], at=office.at)  # fmt: skip
    form = {"text": "Bản của cán bộ.", "version": "0"}
    for headers in (HTMX, {}):
        response = sign_in("clerk").post(address, form, headers=headers)
        page = response.content.decode()
        assert response.status_code == 409
        held = page.split("Bản đang lưu")[1].split("</blockquote>")[0]
        assert "<mark>thủ trưởng.</mark>" in held
        assert "cán bộ" not in held  # theirs stands alone: no word of this text is mixed into it
    assert "Bản của cán bộ.</textarea>" in page
    assert Narrative.objects.get().text == "Bản của thủ trưởng."
    sign_in("clerk").post(address, {"text": "Bản của cán bộ.", "version": "1", "keep": "mine"})
    assert Narrative.objects.get().text == "Bản của cán bộ."


def test_last_periods_text_is_offered_and_what_stayed_is_marked(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    before = office.submission(office.open("2019-H2", datetime(2019, 12, 16, 8, tzinfo=VIETNAM)))
    save_narrative(submission=before, section=office.section, text="Đã ban hành 06 văn bản.\nGiữ vững 3/3 trường.",
                   expected_version=0, acting_user=office.people["clerk"], at=office.at)  # fmt: skip
    Submission.objects.filter(pk=before.pk).update(state=State.ACCEPTED)
    client = sign_in("clerk")
    client.post(f"{HOME}{submission.pk}/muc/I.1/", {"text": "", "version": "0", "take": "1"})
    assert Narrative.objects.get(submission=submission).text == "Đã ban hành 06 văn bản.\nGiữ vững 3/3 trường."
    form = {"text": "Đã ban hành 04 văn bản.\nGiữ vững 3/3 trường.", "version": "1"}
    page = client.post(f"{HOME}{submission.pk}/muc/I.1/", form, headers=HTMX).content.decode()
    assert "<del>06</del>" in page
    assert "<ins>04</ins>" in page
    assert "<mark>Giữ vững 3/3 trường.</mark>" in page
    assert "1 đoạn còn giống kỳ trước" in page


def test_the_board_shows_who_is_missing_and_reminds_all_at_once(
    office: Office, opened: Round, submission: Submission, sign_in: SignIn
) -> None:
    hand_in(office, submission)
    secretary = sign_in("secretary")
    board = f"{HOME}ky/{opened.pk}/"
    page = secretary.get(board).content.decode()
    assert "1/3 đơn vị đã nộp" in page
    assert "trễ 20 ngày làm việc" in page
    told = secretary.post(f"{board}nhac/", {"unit": "all"}, follow=True).content.decode()
    assert "Đã nhắc 2 đơn vị." in told
    again = secretary.post(f"{board}nhac/", {"unit": "all"}, follow=True).content.decode()
    assert "Hôm nay đã nhắc" in again
    assert "Nhắc cả" not in sign_in("chair").get(board).content.decode()


def test_the_board_costs_the_same_whatever_is_reported(
    office: Office, opened: Round, submission: Submission, sign_in: SignIn
) -> None:
    secretary = sign_in("secretary")
    secretary.get(f"{HOME}ky/{opened.pk}/")
    with CaptureQueriesContext(connection) as empty:
        secretary.get(f"{HOME}ky/{opened.pk}/")
    hand_in(office, submission)
    with CaptureQueriesContext(connection) as full:
        secretary.get(f"{HOME}ky/{opened.pk}/")
    assert len(full) == len(empty)


def test_opening_a_round_shows_the_deadlines_first(office: Office, sign_in: SignIn) -> None:
    secretary = sign_in("secretary")
    form = {"regime": str(office.regime.pk), "period": "2020-H2"}
    page = secretary.get(f"{HOME}mo-ky/", form).content.decode()
    assert "15/6/2020 – 14/12/2020" in page
    assert "17:00, 15/12/2020" in page
    assert not Round.objects.exists()
    secretary.post(f"{HOME}mo-ky/", form)
    assert Round.objects.get().submissions.count() == 3
    assert secretary.post(f"{HOME}mo-ky/", form).status_code == 409


def test_the_list_says_how_far_each_own_report_is(office: Office, submission: Submission, sign_in: SignIn) -> None:
    fill(office, submission)
    page = sign_in("clerk").get(HOME).content.decode()
    assert "đã nhập 6/6 ô" in page
    assert "quá hạn 20 ngày làm việc" in page
    assert "Chưa có báo cáo nào" in sign_in("nobody").get(HOME).content.decode()


def test_the_review_shows_figures_findings_and_text(office: Office, submission: Submission, sign_in: SignIn) -> None:
    hand_in(office, submission)
    page = sign_in("secretary").get(f"{HOME}{submission.pk}/xem/").content.decode()
    for shown in ("6 / 1.642", "4.986", "Đã ban hành 04 văn bản.", "Nhận báo cáo", "Trả lại"):
        assert shown in page
    assert "Nhận báo cáo" not in sign_in("superior").get(f"{HOME}{submission.pk}/xem/").content.decode()


def test_a_snapshot_is_kept_under_its_name(office: Office, opened: Round, sign_in: SignIn) -> None:
    secretary = sign_in("secretary")
    page = secretary.post(f"{HOME}ky/{opened.pk}/chup/", {"label": "Như đã báo cáo"}, follow=True).content.decode()
    assert "Như đã báo cáo" in page
    assert opened.snapshots.count() == 1


def test_a_closed_round_refuses_the_next_act_and_says_so(
    office: Office, opened: Round, submission: Submission, sign_in: SignIn
) -> None:
    secretary = sign_in("secretary")
    secretary.post(f"{HOME}ky/{opened.pk}/dong/")
    assert "Kỳ đã đóng" in secretary.get(f"{HOME}ky/{opened.pk}/").content.decode()
    assert secretary.post(f"{HOME}ky/{opened.pk}/dong/").status_code == 409
    assert "Kỳ báo cáo đã đóng" in sign_in("clerk").get(f"{HOME}{submission.pk}/").content.decode()


def test_the_secretary_reopens_an_accepted_report_and_the_unit_reads_why(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    hand_in(office, submission)
    secretary, here = sign_in("secretary"), f"{HOME}{submission.pk}/"
    assert "Mở lại để đính chính" not in secretary.get(f"{here}xem/").content.decode()
    secretary.post(f"{here}nhan/")
    assert f"{here}mo-lai/" in secretary.get(f"{here}xem/").content.decode()
    assert f"{here}mo-lai/" not in sign_in("chair").get(f"{here}xem/").content.decode()
    asked = secretary.get(f"{here}mo-lai/").content.decode()
    assert "giữ số đã nhận cho đến khi nhận lại" in asked
    assert "errorlist" in secretary.post(f"{here}mo-lai/", {"reason": " "}).content.decode()
    secretary.post(f"{here}mo-lai/", {"reason": "Số lượt khám thừa một chữ số"})
    page = sign_in("clerk").get(here).content.decode()
    assert "mở lại báo cáo đã nhận, ngày 13/7/2020, để đính chính" in page
    assert "Số lượt khám thừa một chữ số" in page
    assert "trả lại báo cáo" not in page
    assert 'name="k-' in page  # it can be edited again
    assert secretary.post(f"{here}mo-lai/", {"reason": "lần nữa"}).status_code == 409


def test_the_review_says_which_numbers_were_never_confirmed(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    hand_in(office, submission)
    page = sign_in("secretary").get(f"{HOME}{submission.pk}/xem/").content.decode()
    assert "Đã gõ “4.986”, hiểu là 4.986; đơn vị chưa xác nhận." in page
    assert "2 chỗ cần xem" in page


def test_a_script_is_told_why_a_text_was_refused(office: Office, submission: Submission, sign_in: SignIn) -> None:
    hand_in(office, submission)
    response = sign_in("clerk").post(f"{HOME}{submission.pk}/muc/I.1/", {"text": "x", "version": "1"}, headers=HTMX)
    assert (response.status_code, response["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "nên không sửa được" in response.content.decode()


def test_a_snapshot_opens_as_it_was_reported_with_what_was_corrected_since(
    office: Office, opened: Round, submission: Submission, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary, here = sign_in("secretary"), f"{HOME}{submission.pk}/"
    for unit in ("dac-son", "tien-phong"):
        place_unit(child=office.units[unit], parent=office.units["town"], valid_from=START, at=office.at,
                   acting_user=None)  # fmt: skip
    hand_in(office, submission)
    secretary.post(f"{here}nhan/")
    secretary.post(f"{HOME}ky/{opened.pk}/chup/", {"label": "Như đã báo cáo"})
    frozen = f"{HOME}ban-chup/{Snapshot.objects.get().pk}/"
    assert frozen in secretary.get(f"{HOME}ky/{opened.pk}/").content.decode()
    page = sign_in("chair").get(frozen).content.decode()
    for shown in ("Như đã báo cáo", "8:15", "4.986", "còn nguyên vẹn", "Đã ban hành 04 văn bản.", "1/3 đơn vị"):
        assert shown in page
    assert "Đính chính sau bản chụp" not in page
    with CaptureQueriesContext(connection) as before:
        secretary.get(frozen)
    later = office.at + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    secretary.post(f"{here}mo-lai/", {"reason": "Thừa một chữ số"})
    pk = office.indicators["YT01"].pk
    sign_in("clerk").post(here, {"row": str(pk), f"n-{pk}": "498", f"v-{pk}": "1"}, headers=HTMX)
    for step in ("duyet", "nop"):
        sign_in("head").post(f"{here}buoc/{step}/")
    secretary.post(f"{here}nhan/")
    with CaptureQueriesContext(connection) as after:
        response = secretary.get(frozen)
    page = response.content.decode()
    assert [(one.before, one.after) for one in response.context["errata"]] == [(4986, 498)]
    assert "Đính chính sau bản chụp" in page
    assert "4.986" in page.split("Bảng tổng hợp như đã báo cáo")[1]
    assert len(after) <= len(before) + 1


def test_a_snapshot_altered_past_the_database_says_so(office: Office, opened: Round, sign_in: SignIn) -> None:
    secretary = sign_in("secretary")
    secretary.post(f"{HOME}ky/{opened.pk}/chup/", {"label": "Bản"})
    kept = Snapshot.objects.get()
    forged = Snapshot.objects.create(round=opened, unit=kept.unit, label="Bản khác", data=kept.data | {"units": 99},
                                     sha256=kept.sha256, taken_at=office.at, taken_by=kept.taken_by)  # fmt: skip
    assert "không khớp với dấu niêm phong" in secretary.get(f"{HOME}ban-chup/{forged.pk}/").content.decode()
