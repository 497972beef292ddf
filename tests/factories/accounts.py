"""People for tests, with the posts they hold."""

from datetime import datetime

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.orgs.models import Unit
from tests.factories.orgs import MOMENT, START

PASSWORD = "mot-mat-khau-dai"


def make_person(
    username: str, *posts: tuple[Unit, Role, str], password: str | None = PASSWORD, at: datetime = MOMENT
) -> User:
    """Create a person holding the posts: (unit, role, title)."""
    user = create_user(username=username, password=password, at=at, acting_user=None)
    for unit, role, title in posts:
        give_post(user=user, unit=unit, role=role, title=title, valid_from=START, at=at, acting_user=None)
    return user
