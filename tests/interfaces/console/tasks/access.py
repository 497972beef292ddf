"""Who may open the tasks' addresses."""

from datetime import date
from typing import Any

from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import assign_task, report_progress
from giaoban.domain.tasks.rules import Evidence
from tests.factories.tasks import MOMENT
from tests.personas import Access, Personas, staff


def task_of(personas: Personas) -> Task:
    """A task led by Đắc Sơn, shared with Ba Hàng, set by the board; reported on once, with a file."""
    if "task" not in personas.scene:
        task = assign_task(
            title="Tiêm bù", lead=personas.units["dac-son"], cooperating=[personas.units["ba-hang"]], responsible=None,
            deliverable="Báo cáo", deadline=date(2020, 7, 31), origin="", origin_label="",
            issuer=personas.units["board"], acting_user=personas.people["secretary"], at=MOMENT,
        )  # fmt: skip
        personas.scene["task"] = task
        personas.scene["step"] = report_progress(
            task=task, percent=5, text="x", evidence=Evidence("a.pdf", b"%PDF-1"), at=MOMENT,
            acting_user=personas.people["clerk"],
        )  # fmt: skip
    task = personas.scene["task"]
    assert isinstance(task, Task)
    return task


def of_task(personas: Personas) -> dict[str, Any]:
    return {"task_id": task_of(personas).pk}


def of_step(personas: Personas) -> dict[str, Any]:
    return {"task_id": task_of(personas).pk, "step_id": personas.scene["step"].pk}


def of_report(personas: Personas) -> dict[str, Any]:
    return {"task_id": task_of(personas).pk, "verb": "bao-cao"}


ACCESS = {
    "console:tasks:index": Access(staff(200)),
    "console:tasks:page": Access(staff(200, stranger=404), of_task),
    "console:tasks:evidence": Access(staff(200, stranger=404), of_step),
    # an empty form comes back (422) before the domain is asked; who may report is shown in test_pages.py
    "console:tasks:act": Access(staff(422, stranger=404), of_report, method="post"),
}
