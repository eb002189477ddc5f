"""Say on the privacy page that somebody may wait for a date, and what is kept of a search. Words that
somebody changed stay as they are."""

from importlib import import_module

from django.db import migrations

from academy.website import page_words

before = import_module("academy.website.migrations.0011_privacy_of_contact_details")

WISHES = (
    "Van welke training je een nieuwe datum wilt weten: tot je die van ons hoort, en hoogstens een "
    "jaar."
)
SEARCHES = (
    "Wat je zoekt op de website, bewaren wij niet. Vonden wij niets bij een woord uit het woordenboek? "
    "Dan tellen wij alleen hoe vaak dat woord in een maand is getypt."
)
IS_KEPT = list(before.IS_KEPT)
IS_KEPT.insert(IS_KEPT.index(before.CHANGES), WISHES)
IS_KEPT.append(SEARCHES)
RENEWED = {before.as_items(before.IS_KEPT): before.as_items(IS_KEPT)}


def renew(apps, schema_editor):
    page_words.renew(apps, slug="privacy", words=RENEWED)


class Migration(migrations.Migration):
    dependencies = [("website", "0015_who_keeps_search_words")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
