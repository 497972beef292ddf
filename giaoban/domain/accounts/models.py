"""People are users; what they may do comes from the posts they hold in units, between two dates."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from giaoban.domain.orgs.models import Unit


class Role(models.TextChoices):
    CLERK = "clerk", "Cán bộ tổng hợp"
    HEAD = "head", "Thủ trưởng đơn vị"
    SECRETARY = "secretary", "Thư ký"
    CHAIR = "chair", "Chủ trì"
    SUPERIOR = "superior", "Cấp trên"
    EDITOR = "editor", "Biên tập viên"
    ADMINISTRATOR = "administrator", "Quản trị viên"


# Wagtail's own groups, made by its migrations, and the roles that open them: editors write and submit, moderators
# approve, publish and withdraw. A group carries no dates: `operations.follow_posts` keeps it to the posts held.
EDITOR_GROUP, MODERATOR_GROUP = "Editors", "Moderators"
DESK_ROLES: dict[str, tuple[Role, ...]] = {EDITOR_GROUP: (Role.EDITOR,), MODERATOR_GROUP: (Role.SECRETARY, Role.CHAIR)}


class User(AbstractUser):
    """A person who signs in. Shown by name where one is known, otherwise by post."""

    display_name = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Post(models.Model):
    """A role held in a unit from one day to another (last day inclusive), under a title (chức vụ)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=15, choices=Role)
    title = models.CharField(max_length=150)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="post_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    def holds_on(self, day: date) -> bool:
        """Return whether the post is held on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
