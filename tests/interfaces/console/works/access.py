"""Who may open the works' addresses."""

from typing import Any

from tests.factories.works import make_work
from tests.personas import Access, Personas, only, staff


def of_work(personas: Personas) -> dict[str, Any]:
    """A work of Đắc Sơn in the board's register, not public."""
    if "work" not in personas.scene:
        personas.scene["work"] = make_work(
            personas.units["board"], personas.units["dac-son"], personas.people["secretary"]
        )
    return {"work_id": personas.scene["work"].pk}


def of_payment(personas: Personas) -> dict[str, Any]:
    return {**of_work(personas), "verb": "giai-ngan"}


def of_milestone(personas: Personas) -> dict[str, Any]:
    return {**of_work(personas), "milestone_id": personas.scene["work"].milestones.get(position=1).pk, "verb": "xong"}


ACCESS = {
    "console:works:index": Access(staff(200)),
    "console:works:register": Access(only("secretary", "chair")),
    "console:works:page": Access(staff(200, stranger=404), of_work),
    # an empty form comes back (422) before the domain is asked; who may report is shown in test_pages.py
    "console:works:act": Access(staff(422, stranger=404), of_payment, method="post"),
    "console:works:milestone": Access(staff(422, stranger=404), of_milestone, method="post"),
}
