"""What a person holds on a day, and who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from giaoban.domain.accounts.models import DESK_ROLES, Post, Role, User
from giaoban.domain.orgs.models import Unit, valid_on

Person = User | AnonymousUser


@dataclass(frozen=True)
class Standing:
    """A person's posts on one day, read once per request and asked without further queries."""

    user: Person
    day: date
    posts: tuple[Post, ...]

    def has(self, *roles: Role) -> bool:
        """Return whether the person holds one of the roles anywhere."""
        return any(post.role in roles for post in self.posts)

    def has_in(self, unit_id: int, *roles: Role) -> bool:
        """Return whether the person holds one of the roles in that unit."""
        return any(post.unit_id == unit_id and post.role in roles for post in self.posts)

    def units_with(self, *roles: Role) -> list[int]:
        """Return the ids of the units in which the person holds one of the roles."""
        return [post.unit_id for post in self.posts if post.role in roles]

    @property
    def main(self) -> Post | None:
        """The post by which the person is shown."""
        return self.posts[0] if self.posts else None


def standing(user: Person, day: date) -> Standing:
    """Return what the person holds on `day` (1 query, none for somebody who is not signed in)."""
    if not isinstance(user, User) or not user.is_active:
        return Standing(user, day, ())
    posts = Post.objects.filter(valid_on(day), user=user).select_related("unit").order_by("pk")
    return Standing(user, day, tuple(posts))


def desk_groups_due(user: User, day: date) -> dict[str, bool]:
    """Return the desk groups whose roles the person ever held, and whether they hold one on `day` (1 query)."""
    posts = list(Post.objects.filter(user=user))
    held = {group: [post for post in posts if post.role in roles] for group, roles in DESK_ROLES.items()}
    return {group: any(post.holds_on(day) for post in found) for group, found in held.items() if found}


def has_left_the_desk(user: User, day: date) -> bool:
    """Return whether the posts that opened the portal's or the administrator's desk have ended (1 query).

    Those desks know groups and flags, which carry no dates. Somebody who never held such a post (the installation's
    own administrator) has not left.
    """
    if user.is_superuser:
        posts = list(Post.objects.filter(user=user, role=Role.ADMINISTRATOR))
        return bool(posts) and not any(post.holds_on(day) for post in posts)
    due = desk_groups_due(user, day)
    return bool(due) and not any(due.values())


def holders(unit: Unit, day: date, *roles: Role) -> QuerySet[User]:
    """Return the active people who hold one of the roles in the unit on a day."""
    return User.objects.filter(
        valid_on(day, "posts__"), posts__unit=unit, posts__role__in=roles, is_active=True
    ).distinct()


def holders_anywhere(day: date, *roles: Role) -> QuerySet[User]:
    """Return the active people who hold one of the roles in any unit on a day."""
    return User.objects.filter(valid_on(day, "posts__"), posts__role__in=roles, is_active=True).distinct()


def titles_in(unit_ids: Iterable[int], day: date, *roles: Role) -> dict[int, list[str]]:
    """Return the titles of the posts held in units on a day, by unit, in the order of the roles given (1 query)."""
    order = {str(role): place for place, role in enumerate(roles)}
    posts = Post.objects.filter(valid_on(day), unit_id__in=list(unit_ids), role__in=roles, user__is_active=True)
    found: dict[int, list[str]] = {}
    for post in sorted(posts, key=lambda post: (order[post.role], post.title)):
        titles = found.setdefault(post.unit_id, [])
        if post.title not in titles:
            titles.append(post.title)
    return found
