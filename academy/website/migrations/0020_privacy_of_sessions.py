"""Say on the privacy page that somebody sees where he or she is signed in. Words that somebody
changed stay as they are."""

from importlib import import_module

from django.db import migrations

from academy.website import page_words

first = import_module("academy.website.migrations.0011_privacy_of_contact_details")
before = import_module("academy.website.migrations.0017_privacy_of_places_in_lessons")

SESSIONS = (
    "Waar je nu bent ingelogd: de soort browser en het soort apparaat, en sinds wanneer. Zo kun je "
    "daar uitloggen. Je adres op internet bewaren wij niet. Log je uit? Dan is het weg."
)


def with_sessions():
    items = before.with_places()
    at = items.index(first.SIGNING_IN) + 1
    return [*items[:at], SESSIONS, *items[at:]]


def renew(apps, schema_editor):
    words = {first.as_items(before.with_places()): first.as_items(with_sessions())}
    page_words.renew(apps, slug="privacy", words=words)


class Migration(migrations.Migration):
    dependencies = [("website", "0019_accessibility_statement")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
