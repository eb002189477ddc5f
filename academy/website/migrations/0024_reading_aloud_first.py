"""The page on accessibility begins with having a lesson read aloud, with steps for each kind of device: lessons lead
there from a device without a voice. What an academy wrote itself stays."""

import uuid
from importlib import import_module

from django.db import migrations

first = import_module("academy.website.migrations.0022_larger_letters_and_wishes")

HEADING, WAS = first.HOW[2][1], first.HOW[3][1]

STEPS = (
    "<p>Boven een les staat de knop <b>Lees voor</b>. Druk erop en je telefoon of computer leest de les voor.</p>"
    "<p>Zie je de knop niet? Dan heeft je apparaat geen Nederlandse stem voor deze website. Vaak kan het apparaat het "
    "dan zelf. De namen zijn soms iets anders op jouw apparaat.</p>"
    "<p><b>Op een iPhone of iPad:</b></p><ol><li>Open Instellingen. Zoek op ‘Spreek scherm uit’ en zet het aan.</li>"
    "<li>Open de les.</li><li>Zet twee vingers boven aan het scherm. Veeg naar beneden.</li></ol>"
    "<p><b>Op een Android-telefoon of tablet:</b></p><ol><li>Open Instellingen. Zoek op ‘Selecteren om voor te lezen’ "
    "en zet het aan.</li><li>Open de les. Druk op de nieuwe knop op je scherm.</li><li>Druk op de tekst die je wilt "
    "horen.</li></ol>"
    "<p><b>Op een computer met Windows:</b></p><ol><li>Open de les in Microsoft Edge.</li><li>Druk tegelijk op Ctrl, "
    "Shift en U.</li></ol>"
    "<p>Lukt het niet? Vraag iemand om hulp, of bel ons.</p>"
)


def with_reading_aloud_first(blocks):
    """The heading and what stands below it in front, where that is still what we wrote."""
    for number, (heading, text) in enumerate(zip(blocks, blocks[1:], strict=False)):
        is_it = heading.get("type") == "heading" and heading.get("value") == HEADING
        written = text.get("value")
        if is_it and isinstance(written, str) and first.page_words.MARK.sub("", written) == WAS:
            steps = {"type": "paragraph", "value": STEPS, "id": str(uuid.uuid4())}
            return [heading, steps, *blocks[:number], *blocks[number + 2 :]]
    return blocks


def renew(apps, schema_editor):
    first.change(apps, "toegankelijkheid", with_reading_aloud_first)


class Migration(migrations.Migration):
    dependencies = [("website", "0023_enrolled_by_another_and_large_print")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
