"""Who may open the conference's addresses."""

from datetime import timedelta
from typing import Any

from giaoban.domain.conferences import operations
from giaoban.domain.conferences.models import Conference, DelegateGroup, ItemKind
from giaoban.domain.documents.models import PaperType, System
from giaoban.domain.documents.operations import register_incoming, register_organ
from giaoban.domain.reports.models import Regime, Round
from tests.factories.tasks import MOMENT, START
from tests.personas import Access, Personas, only, staff

STARTS = MOMENT + timedelta(days=4)


def make_round(personas: Personas) -> Round:
    regime = Regime.objects.create(
        code="bc", name="Báo cáo 6 tháng", content_required="", reporters="", receiver=personas.units["board"],
        delivery="", frequency="half", cut_off="", outline="", figure_form="", procedure="", deadline_text="",
        legal_basis="", bloc=personas.bloc, valid_from=START,
    )  # fmt: skip
    return Round.objects.create(
        regime=regime, period="2020-H1", opened_at=MOMENT, opened_by=personas.people["secretary"]
    )


def conference_of(personas: Personas) -> Conference:
    """An open conference in which Đắc Sơn has the only seat, with a paper heard, a ballot and a conclusion."""
    if "conference" not in personas.scene:
        acting: dict[str, Any] = {"acting_user": personas.people["secretary"], "at": MOMENT}
        conference = operations.plan_conference(
            title="Hội nghị giao ban", bloc=personas.bloc, round=make_round(personas), starts_at=STARTS, place="P",
            chair=personas.people["chair"], chair_title="Trưởng ban", secretary=personas.people["secretary"],
            secretary_title="Chuyên viên", **acting,
        )  # fmt: skip
        organ = register_organ(unit=personas.units["board"], system=System.PARTY, superior_line="Thị ủy",
                               name_line="Ban Tuyên giáo", code="BTGThU", place="Phổ Yên", signer_title="Trưởng ban",
                               **acting)  # fmt: skip
        paper = register_incoming(organ=organ, organ_name="Xã Đắc Sơn", paper_type=PaperType.REPORT, symbol="1/BC",
                                  abstract="Báo cáo", issued_on=MOMENT.date(), content=b"%PDF-1", file_name="a.pdf",
                                  **acting)  # fmt: skip
        item = operations.add_item(conference=conference, kind=ItemKind.THEMATIC, title="Y tế", paper=paper, **acting)
        seat = operations.seat_delegate(conference=conference, unit=personas.units["dac-son"], post="Chủ tịch xã",
                                        group=DelegateGroup.COMMUNE, **acting)  # fmt: skip
        operations.check_in(delegate=seat, **acting)
        operations.open_conference(conference=conference, **acting)
        said = operations.add_conclusion(conference=conference, text="Kết luận", **acting)
        ballot = operations.open_ballot(item=item, question="Thông qua", **acting)
        personas.scene |= {"conference": conference, "paper": paper, "item": item, "said": said, "ballot": ballot}
    conference = personas.scene["conference"]
    assert isinstance(conference, Conference)
    return conference


def of(**keys: str) -> Any:
    """Return what makes an address of the conference: argument name -> name in the scene."""

    def kwargs(personas: Personas) -> dict[str, Any]:
        conference = conference_of(personas)
        return {"conference_id": conference.pk} | {name: personas.scene[key].pk for name, key in keys.items()}

    return kwargs


SEATED = staff(200, stranger=404)
ACCESS = {
    "console:conference:index": Access(staff(200)),
    "console:conference:plan": Access(only("secretary", "chair")),
    "console:conference:desk": Access(SEATED, of()),
    "console:conference:roll": Access(SEATED, of()),
    "console:conference:item": Access(SEATED, of(item_id="item")),
    "console:conference:ballot": Access(SEATED, of(ballot_id="ballot")),
    "console:conference:paper": Access(SEATED, of(paper_id="paper")),
    "console:conference:conclusion": Access(only("secretary", "chair", others=404), of(conclusion_id="said")),
    "console:conference:papers": Access(only("secretary", "chair", others=404), of()),
    "console:conference:conclude": Access(only("chair", others=404), of()),
}
