from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin


class BellenPlugin(CoursePlugin):
    """The training "Bellen" and its exercise."""

    name = "plugins.bellen"
    label = "bellen"
    verbose_name = _("Bellen")
    slug = "bellen"
    title = _("Bellen")
    description = _(
        "De training over contact houden door de telefoon, met telefoongesprekken om te oefenen."
    )
    version = "1.0.0"
    # Its exercises are of use in any training.
    on_in_new_trainings = True

    def contributions(self) -> Sequence[Contribution]:
        from plugins.bellen.exercises import PhoneCall
        from plugins.bellen.training import BellenTraining

        return (BellenTraining(), PhoneCall())
