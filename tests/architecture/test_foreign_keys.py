"""Foreign keys point down the rows of the domain, never up or sideways."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROWS = [
    {"conferences", "programmes"},
    {"reports"},
    {"indicators", "documents", "tasks", "works"},
    {"periods", "accounts"},
    {"orgs"},
    {"audit", "notices", "visits"},
]


def row_of(app: str) -> int | None:
    return next((index for index, row in enumerate(ROWS) if app in row), None)


@dataclass(frozen=True)
class Key:
    source: str
    target: str


def breaches(keys: Iterable[Key]) -> list[Key]:
    """Keys whose target stands above its source, or beside it in another app."""
    found = []
    for key in keys:
        source, target = row_of(key.source), row_of(key.target)
        if source is None or target is None or key.source == key.target:
            continue
        if target <= source:
            found.append(key)
    return found


def domain_keys() -> list[Key]:
    return [
        Key(model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models()
        for field in [*model._meta.get_fields()]
        if isinstance(field, ForeignKey | ManyToManyField) and not isinstance(field.related_model, str)
    ]


def test_foreign_keys_point_down() -> None:
    keys = domain_keys()
    assert len(keys) > 50
    assert not breaches(keys)


def test_every_domain_app_has_its_row() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("giaoban.domain.")}
    assert labels == set().union(*ROWS) - {"programmes"}


@pytest.mark.parametrize("key", [Key("orgs", "reports"), Key("tasks", "documents"), Key("audit", "accounts")])
def test_the_rule_bites(key: Key) -> None:
    assert breaches([key]) == [key]
