from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class WebhooksConfig(CoursePlugin):
    name = "academy.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    slug = "webhooks"
    title = _("Webhooks")
    core = True

    def ready(self) -> None:
        from academy.webhooks import periods, todos  # noqa: F401 - register what they say

    def contributions(self) -> Sequence[Contribution]:
        from academy.webhooks.handlers import SendMessage, WriteMessages

        return (WriteMessages(), SendMessage())
