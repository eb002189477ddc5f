"""What the plugin asks of participants, and what it keeps about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from buurtgroet.models import Greeting
from courses.plugin_api.api import (
    CompletionContext,
    CompletionCriterion,
    Json,
    Met,
    NotYet,
    PersonalData,
)


class GreetingLeft(CompletionCriterion):
    """A greeting was left in the training."""

    name = "left"
    label = _("Groet aan de buurt")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        own = Greeting.objects.filter(person=ctx.person_id, training=ctx.training_id)
        return Met() if own.exists() else NotYet(_("Laat nog een groet aan de buurt achter."))


class OwnGreetings(PersonalData):
    """The greetings that somebody left."""

    name = "greetings"
    label = _("Je groeten aan de buurt")

    def export(self, person_id: int) -> Json:
        found = Greeting.objects.filter(person=person_id).select_related("training")
        return [{"training": one.training.title, "greeting": one.text} for one in found] or None

    def erase(self, person_id: int) -> None:
        Greeting.objects.filter(person=person_id).delete()
