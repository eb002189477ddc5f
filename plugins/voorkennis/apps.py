"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class VoorkennisPlugin(CoursePlugin):
    """Who may enrol in a training.

    For trainings that build on others, and for trainings that a partner organisation offers to
    its own volunteers. A coordinator switches it on in a training and chooses in its settings
    which trainings come first, for whom the seats are and what happens to others. Which
    organisation people belong to they say themselves, so this asks for honesty; it is no lock.
    A coordinator who enrols somebody by hand may deviate, unless the settings say otherwise.

    Switched on without anything chosen it asks nothing, so everybody may enrol. The form for the
    settings does not keep that, but `manage.py plugins enable` asks for no settings.
    """

    name = "plugins.voorkennis"
    label = "voorkennis"
    verbose_name = _("Wie mag meedoen")
    slug = "voorkennis"
    title = _("Wie mag meedoen")
    description = _(
        "Vraagt bij het inschrijven of iemand eerst andere trainingen heeft gedaan, of houdt "
        "plaatsen vrij voor mensen van een partnerorganisatie."
    )
    version = "1.1.0"
    requires_api = "1.1"
    on_in_new_trainings = False

    def contributions(self) -> Sequence[Contribution]:
        from plugins.voorkennis.rules import PriorKnowledge

        return (PriorKnowledge(),)

    def settings_form(self) -> type[Form]:
        from plugins.voorkennis.forms import PriorKnowledgeForm

        return PriorKnowledgeForm
