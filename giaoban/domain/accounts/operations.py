"""Acts on people and posts."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction

from giaoban.domain.accounts.models import DESK_ROLES, Post, Role, User
from giaoban.domain.accounts.queries import desk_groups_due
from giaoban.domain.audit.operations import Actor, record
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import day_before
from giaoban.lib.text import clean


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
    if any(role in roles for roles in DESK_ROLES.values()):
        follow_posts(user=user, at=at)
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
    follow_posts(user=post.user, at=at)
    return post


@transaction.atomic
def follow_posts(*, user: User, at: datetime) -> bool:
    """Bring the person's desk groups up to the posts held on the day; return whether that changed any (2 queries).

    Called where a post is given or ended and, as days pass without an act, at the door of the desk. A group whose
    roles the person never held (given by an administrator in Wagtail) stays as it is.
    """
    due = desk_groups_due(user, at.date())
    held = set(user.groups.filter(name__in=due).values_list("name", flat=True)) if due else set()
    joins = sorted(name for name, wanted in due.items() if wanted and name not in held)
    leaves = sorted(name for name, wanted in due.items() if not wanted and name in held)
    if not joins and not leaves:
        return False
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in joins))
    user.groups.remove(*Group.objects.filter(name__in=leaves))
    record(act="accounts.follow_posts", target=f"accounts.user:{user.pk}", acting_user=None, at=at,
           joins=joins, leaves=leaves)  # fmt: skip
    return True
