"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class MaatwerkvragenPlugin(CoursePlugin):
    """Questions of a trainer's own on the evaluation form of a training.

    For what only this training wants to know. A trainer or coordinator writes up to five questions
    in the settings. A form takes them over at the moment when it opens; forms that are open already
    do not change. What people answer is as private as all answers: counted, and nobody's. A
    question with other words is another question, so that figures of several years fit together.
    """

    name = "plugins.maatwerkvragen"
    label = "maatwerkvragen"
    verbose_name = _("Eigen vragen bij de evaluatie")
    slug = "maatwerkvragen"
    title = _("Eigen vragen bij de evaluatie")
    description = _(
        "Voegt vragen van jezelf toe aan het evaluatieformulier van een training: ten hoogste vijf."
    )
    version = "1.0.0"
    requires_api = "1.0"
    on_in_new_trainings = False

    def contributions(self) -> Sequence[Contribution]:
        from plugins.maatwerkvragen.questions import OwnQuestions

        return (OwnQuestions(),)

    def settings_form(self) -> type[Form]:
        from plugins.maatwerkvragen.forms import OwnQuestionsForm

        return OwnQuestionsForm
