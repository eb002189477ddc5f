from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin


class SignalerenPlugin(CoursePlugin):
    """Noticing loneliness: a training of five lessons and the exercise “Huisbezoek”."""

    name = "plugins.signaleren"
    label = "signaleren"
    verbose_name = _("Eenzaamheid signaleren")
    slug = "signaleren"
    title = _("Eenzaamheid signaleren")
    description = _(
        "De training ‘Eenzaamheid signaleren en bespreekbaar maken’, met de oefening ‘Huisbezoek’: "
        "in een verzonnen bezoek kruis je aan wat een signaal kan zijn."
    )
    version = "1.0.0"
    requires_api = "1.1"
    # Its exercises are of use in any training.
    on_in_new_trainings = True

    def contributions(self) -> Sequence[Contribution]:
        from plugins.signaleren.exercises import Visit
        from plugins.signaleren.training import NoticingLoneliness

        return [NoticingLoneliness(), Visit()]
