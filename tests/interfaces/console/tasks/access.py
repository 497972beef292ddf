"""Who may open a task: its lead, those who cooperate, who issued it, the superior; others do not learn it exists."""

from datetime import date
from typing import Any

from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import assign_task
from tests.factories.orgs import MOMENT
from tests.personas import Access, Personas, only, staff

READERS = ("clerk", "head", "secretary", "chair", "superior", "editor", "administrator")


def task_of(personas: Personas) -> dict[str, Any]:
    """Set one task: xã Đắc Sơn leads, the coordinating body issues."""
    if "task" not in personas.scene:
        personas.scene["task"] = assign_task(
            title="Rà soát trẻ chưa tiêm đủ", lead=personas.units["dac-son"], cooperating=[],
            responsible=personas.people["head"], deliverable="Báo cáo rà soát", deadline=date(2020, 7, 31),
            origin="", origin_label="", issuer=personas.units["board"], at=MOMENT,
            acting_user=personas.people["secretary"],
        )  # fmt: skip
    task: Task = personas.scene["task"]
    return {"task_id": task.pk}


ACCESS = {
    "console:tasks:index": Access(staff(200)),
    "console:tasks:page": Access(only(*READERS, others=404), kwargs=task_of),
    "console:tasks:act": Access(staff(405), kwargs=lambda p: task_of(p) | {"verb": "bao-cao"}),
    "console:tasks:evidence": Access(staff(404), kwargs=lambda p: task_of(p) | {"step_id": 1}),
}
