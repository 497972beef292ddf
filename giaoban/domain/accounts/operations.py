"""Acts on people and posts."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.audit.operations import Actor, record
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import day_before
from giaoban.lib.text import clean

# Wagtail's own groups, made by its migrations: an editor writes and publishes.
EDITOR_GROUP = "Editors"


@transaction.atomic
def create_user(
    *, username: str, at: datetime, acting_user: Actor | None, password: str | None = None, hashed_password: str = "",
    display_name: str = "",
) -> User:  # fmt: skip
    """Create a person who can sign in; without a password only after one is set.

    `hashed_password` carries over a password already hashed by Django's hashers.
    """
    user = User(username=username, display_name=clean(display_name), password=hashed_password)
    if not hashed_password:
        user.set_password(password)
    user.save()
    record(act="accounts.create_user", target=f"accounts.user:{user.pk}", acting_user=acting_user, at=at,
           username=username)  # fmt: skip
    return user


@transaction.atomic
def give_post(
    *, user: User, unit: Unit, role: Role, title: str, valid_from: date, at: datetime, acting_user: Actor | None,
    valid_to: date | None = None,
) -> Post:  # fmt: skip
    """Give a person a role in a unit from one day to another (inclusive)."""
    post = Post.objects.create(
        user=user, unit=unit, role=role, title=clean(title), valid_from=valid_from, valid_to=valid_to
    )
    if role == Role.EDITOR:
        user.groups.add(Group.objects.get_or_create(name=EDITOR_GROUP)[0])
    if role == Role.ADMINISTRATOR and not user.is_superuser:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    record(act="accounts.give_post", target=f"accounts.user:{user.pk}", acting_user=acting_user, at=at,
           unit=unit.code, role=role, valid_from=valid_from)  # fmt: skip
    return post


@transaction.atomic
def end_post(*, post: Post, on: date, at: datetime, acting_user: Actor | None) -> Post:
    """End a post: `on` is the first day without it."""
    post.valid_to = day_before(on)
    post.save(update_fields=["valid_to"])
    record(act="accounts.end_post", target=f"accounts.user:{post.user_id}", acting_user=acting_user, at=at,
           unit=post.unit.code, role=post.role, on=on)  # fmt: skip
    return post
