"""No sentence of the article without its record: every kind of sentence is known here, with what must support it."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.domain.conferences.queries import Attendance, ConferenceRecord
from giaoban.interfaces.portal.compose.article import Register, composed
from giaoban.interfaces.portal.compose.results import Result
from tests.interfaces.portal.test_compose import ballot, full_record, full_register, full_results, item, opinion, paper


@dataclass(frozen=True)
class Told:
    """What an article was composed from."""

    record: ConferenceRecord
    results: list[Result]
    register: Register

    def heard(self, kind: str) -> list[Any]:
        return [item for item in self.record.items if item.kind == kind]

    @property
    def closed(self) -> list[Any]:
        return [ballot for ballot in self.record.ballots if ballot.is_closed]

    @property
    def judged(self) -> list[str]:
        return [result.verdict for result in self.results]


Supported = Callable[[Told, str], bool]
JUDGED = {"exceeded", "reached", "behind", "not_reached"}


# A pattern of each kind of sentence or entry of a list, and what of the records has to be there for it.
CLAIMS: list[tuple[str, Supported]] = [
    (r"Dự hội nghị có \d+ đại biểu trên", lambda t, s: t.record.attendance.present > 0),
    (r"Có \d+ đại biểu dự thay\.", lambda t, s: t.record.attendance.substituted > 0),
    (r"Hội nghị nghe ", lambda t, s: any(item.title[1:] in s for item in t.heard("report"))),
    (r"Số liệu .* được tổng hợp ở các lĩnh vực", lambda t, s: any(r.actual is not None for r in t.results)),
    (r"Trong \d+ chỉ tiêu có kế hoạch", lambda t, s: bool(JUDGED & set(t.judged))),
    (r"So với cùng kỳ năm trước", lambda t, s: any(r.better is not None for r in t.results)),
    (r"Nổi bật là", lambda t, s: bool({"exceeded", "reached"} & set(t.judged))),
    (r"Còn chậm so với kế hoạch", lambda t, s: bool({"behind", "not_reached"} & set(t.judged))),
    (r"Trong kỳ, .* đã ban hành", lambda t, s: bool(t.register.issued)),
    (r"(Trong kỳ|Cùng thời gian), .* tiếp nhận \d+ văn bản chỉ đạo", lambda t, s: bool(t.register.received)),
    (r"Các đại biểu nghe và thảo luận", lambda t, s: any(item.opinions for item in t.heard("thematic"))),
    (r"Các đại biểu nghe \d+", lambda t, s: bool(t.heard("thematic"))),
    (r"Có \d+ ý kiến của \d+ đơn vị", lambda t, s: bool(t.record.opinions)),
    (r"Với \d+ phiếu tán thành.*hội nghị thông qua", lambda t, s: any(b.carried for b in t.closed)),
    (r"Hội nghị biểu quyết về .* chưa đủ tỷ lệ", lambda t, s: any(not b.carried for b in t.closed)),
    (r".* kết luận \d+ nội dung:", lambda t, s: bool(t.record.conclusions)),
    (r"Bạn đọc có thể tìm trong sổ văn bản:", lambda t, s: any(p.is_public for p in t.record.papers)),
]  # fmt: skip


def recorded(told: Told, sentence: str) -> bool:
    """Whether the words are a person's own in the record: a summary, a report heard, a conclusion, a public paper."""
    own = [item.summary for item in told.heard("report")] + [line.text for line in told.record.conclusions]
    own += [item.title for item in told.heard("thematic")]
    own += [p.symbol.removeprefix("Số ") for p in told.record.papers if p.is_public]
    return any(words and words in sentence for words in own)


def sentences(told: Told) -> list[str]:
    """Every sentence of the paragraphs and every entry of the lists, as a reader sees them."""
    found: list[str] = []
    for kind, value in composed(told.record, told.results, told.register).body:
        if kind == "paragraph":
            for part in re.findall(r"<p>(.*?)</p>", value):
                found += re.split(r"(?<=\.) (?=[A-ZĐ])", html.unescape(part))
            found += [html.unescape(part) for part in re.findall(r"<li>(.*?)</li>", value)]
    return found


def unsupported(told: Told) -> list[str]:
    """Sentences that no record stands behind."""
    return [
        sentence
        for sentence in sentences(told)
        if not recorded(told, sentence)
        and not any(re.match(pattern, sentence) and holds(told, sentence) for pattern, holds in CLAIMS)
    ]


@st.composite
def records(draw: st.DrawFn) -> Told:
    """Draw what may have been recorded of a conference: any part there or not, any ballot won, lost or open."""
    whole = full_record()
    there = st.booleans()
    items = []
    for one in whole.items:
        if not draw(there):
            continue
        changes: dict[str, Any] = {"summary": draw(st.sampled_from(["", "Đã nghe rõ mọi việc"]))}
        changes["presenter"] = draw(st.sampled_from(["", "Phòng Y tế"]))
        changes["opinions"] = tuple(opinion(n, draw(st.sampled_from(["taken", "explained", "open"])))
                                    for n in range(draw(st.integers(0, 3))))  # fmt: skip
        if one.kind == "draft":
            won, closed = draw(there), draw(there)
            changes["ballots"] = (ballot(carried=won, **({} if closed else {"closed_at": None})),) * draw(
                st.integers(0, 2)
            )
        items.append(replace(one, **changes))
    seats = whole.attendance if draw(there) else Attendance((), (), 0, 0, 0, 0, 0)
    conclusions = [line for line in whole.conclusions if draw(there)]
    papers = [paper("Số 9-TB/BTGThU", "Thông báo", "việc riêng", "Ban", whole.held_on, public=draw(there))]
    record = replace(
        whole, items=tuple(items), papers=tuple(papers), conclusions=tuple(conclusions),
        attendance=replace(seats, substituted=draw(st.integers(0, seats.present))),
    )  # fmt: skip
    verdicts = st.sampled_from(["exceeded", "reached", "behind", "not_reached", "no_plan", "no_figure"])
    results = [
        replace(one, verdict=draw(verdicts), better=draw(st.sampled_from([True, False, None])))
        for one in full_results()
        if draw(there)
    ]
    register = full_register()
    kept = Register(register.issued if draw(there) else (), register.received if draw(there) else ())
    return Told(record, results, kept)


@settings(max_examples=80, deadline=None)
@given(told=records())
def test_every_sentence_stands_on_a_record(told: Told) -> None:
    assert unsupported(told) == []


def test_nothing_recorded_nothing_told() -> None:
    empty = replace(full_record(), items=(), conclusions=(), papers=(), attendance=Attendance((), (), 0, 0, 0, 0, 0))
    assert sentences(Told(empty, [], Register())) == []


def test_a_sentence_without_its_record_is_found() -> None:
    told = Told(full_record(), full_results(), full_register())
    assert len(sentences(told)) > 15
    assert unsupported(told) == []
    silent = replace(told.record, items=(item("report", "Báo cáo", summary="Mọi việc đều tốt"),), conclusions=())
    assert "Mọi việc đều tốt." in sentences(replace(told, record=silent))
    assert not recorded(replace(told, record=silent), "Kinh tế tăng trưởng cao.")
    assert not any(holds(Told(silent, [], Register()), "") for pattern, holds in CLAIMS if "kết luận" in pattern)
