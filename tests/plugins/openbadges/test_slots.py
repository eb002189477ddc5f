"""What the page of a training says of the badge."""

from django.utils import translation

from courses.plugin_api.api import SlotContext, SlotPlace
from plugins.openbadges.slots import BadgeOfTraining


def test_each_training_says_it_in_the_language_of_who_reads() -> None:
    asked = SlotContext(place=SlotPlace.TRAINING, keys={7: 7, 8: 8}, person_id=None, settings={})
    for language, words in (("nl", "digitale badge"), ("en", "digital badge"), ("nl", "digitale")):
        with translation.override(language):
            given = BadgeOfTraining().render(asked)
        assert set(given) == {7, 8}
        assert all(words in html for html in given.values())
