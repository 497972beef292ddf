"""Who may open a conference: the coordinating body's people and the superior; a unit without a seat gets 404."""

from typing import Any

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.operations import plan_conference
from tests.factories.orgs import MOMENT
from tests.interfaces.console.reports.access import opened
from tests.personas import Access, Personas, only, staff

READERS = ("secretary", "chair", "superior", "editor", "administrator")


def planned(personas: Personas) -> Conference:
    """Plan the bloc's conference with the customary programme."""
    if "conference" not in personas.scene:
        personas.scene["conference"] = plan_conference(
            title="Hội nghị giao ban khối khoa giáo", bloc=personas.bloc, round=opened(personas), starts_at=MOMENT,
            place="Hội trường Thị ủy", chair=personas.people["chair"], chair_title="Trưởng ban",
            secretary=personas.people["secretary"], secretary_title="Chuyên viên khoa giáo",
            acting_user=personas.people["secretary"], at=MOMENT,
        )  # fmt: skip
    found: Conference = personas.scene["conference"]
    return found


def conference_of(personas: Personas) -> dict[str, Any]:
    return {"conference_id": planned(personas).pk}


def item_of(personas: Personas) -> dict[str, Any]:
    return conference_of(personas) | {"item_id": planned(personas).items.all()[0].pk}


SEEN = only(*READERS, others=404)
ACCESS = {
    "console:conference:index": Access(staff(200)),
    "console:conference:plan": Access(only("secretary", "chair")),
    "console:conference:desk": Access(SEEN, kwargs=conference_of),
    "console:conference:roll": Access(SEEN, kwargs=conference_of),
    "console:conference:item": Access(SEEN, kwargs=item_of),
    # Still being prepared, so nobody can end it yet.
    "console:conference:conclude": Access(staff(404), kwargs=conference_of),
    # No ballot and no conclusion stands in this scene: a number that is not there tells nobody anything.
    "console:conference:ballot": Access(staff(404), kwargs=lambda p: conference_of(p) | {"ballot_id": 1}),
    "console:conference:conclusion": Access(staff(404), kwargs=lambda p: conference_of(p) | {"conclusion_id": 1}),
}
