"""Every list and every form of the back office, opened by every persona: the administrator's alone."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.personas import PERSONAS, make_personas

KINDS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
NOT_SHOWN = {302, 403, 404}  # led to sign-in, refused, or not there


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [None, *KINDS])
def test_only_the_administrator_gets_in(kind: str | None) -> None:
    personas = make_personas()
    names = [f"admin:{kind}_changelist", f"admin:{kind}_add"] if kind else ["admin:index"]
    for name in names:
        address = reverse(name)
        answers = {persona: personas.client(persona).get(address).status_code for persona in PERSONAS}
        # what is only read has no form to add with, not for the administrator either
        assert answers.pop("administrator") in ({200, 403} if name.endswith("_add") else {200}), name
        assert set(answers.values()) <= NOT_SHOWN, (name, answers)
