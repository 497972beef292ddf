from itertools import chain

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "giaoban.interfaces.portal"
    label = "portal"
    verbose_name = "Cổng thông tin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what editors publish, so that it can be searched, and who approved it; stand in the console's menu."""
        from giaoban.domain.accounts.models import DESK_ROLES, Role
        from giaoban.interfaces.portal import moderation, published_at, waiting
        from giaoban.interfaces.portal.search import following
        from giaoban.interfaces.ui import navigation
        from giaoban.interfaces.ui import waiting as first_page

        published_at.connect()
        following.connect()
        moderation.connect()
        first_page.add(waiting.errands)
        desk_roles = (*chain(*DESK_ROLES.values()), Role.ADMINISTRATOR)
        navigation.add(navigation.Entry("wagtailadmin_home", _("Biên tập cổng"), position=80, roles=desk_roles))
