"""Say on the privacy page that a certificate goes along with its owner. Words that somebody changed
stay as they are."""

from importlib import import_module

from django.db import migrations

from academy.website import page_words

before = import_module("academy.website.migrations.0011_privacy_of_contact_details")

WAS = (
    "Heb je een certificaat? Dat bewaren wij, met je naam erop. Anders kan niemand meer nagaan of "
    "het echt is. Ook je inschrijvingen blijven dan staan. Je e-mailadres, telefoonnummer, adres en "
    "geboortejaar gaan wel weg. "
)
IS = (
    "Heb je een certificaat? Zolang je een account hebt, bewaren wij dat, met je naam erop: zo kan "
    "iedereen nagaan of het echt is. Gaat je account weg, dan gaat het certificaat mee. Alleen de "
    "code blijft. Wie die controleert, ziet dat er een certificaat was, maar niet van wie. "
)
RENEWED = {before.IS_ERASED: before.IS_ERASED.replace(WAS, IS)}


def renew(apps, schema_editor):
    page_words.renew(apps, slug="privacy", words=RENEWED)


class Migration(migrations.Migration):
    dependencies = [("website", "0012_who_makes_forms")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
