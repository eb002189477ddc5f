"""Say on the privacy page that we keep where somebody is in a lesson, and what the cookie of lessons
is for. Words that somebody changed stay as they are."""

from importlib import import_module

from django.db import migrations

from academy.website import page_words

first = import_module("academy.website.migrations.0011_privacy_of_contact_details")
before = import_module("academy.website.migrations.0016_privacy_of_wishes_and_searches")

PLACE = (
    "Bij welke stap je bent in een les die je nog niet af hebt: zo ga je daar de volgende keer verder."
)
VIEW = (
    "Wil je lessen op één bladzijde lezen? Dat onthoudt je apparaat, een jaar lang, in een cookie "
    "zonder je naam."
)


def with_places():
    items = list(before.IS_KEPT)
    at = items.index(first.ANSWERS) + 1
    return [*items[:at], PLACE, VIEW, *items[at:]]


def renew(apps, schema_editor):
    words = {first.as_items(before.IS_KEPT): first.as_items(with_places())}
    page_words.renew(apps, slug="privacy", words=words)


class Migration(migrations.Migration):
    dependencies = [("website", "0016_privacy_of_wishes_and_searches")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
