from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "academy.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from academy.website import invalidation

        invalidation.connect()
