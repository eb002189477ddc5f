"""Pages that every academy began with name 113, say of evaluations what the form says, and tell that
you can download your own data. Words that somebody changed stay as they are."""

import json
import uuid

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

DANGER = "<p>Is iemand in gevaar? Bel dan <b>112</b>.</p>"
WITH_113 = (
    DANGER + "<p>Denkt iemand aan zelfdoding, of denk je er zelf aan? Bel <b>113</b> of gratis "
    "<b>0800-0113</b> (Zelfmoordpreventie). Dat kan dag en nacht, ook om raad te vragen.</p>"
)
EVALUATION = (
    "<p>Wij tellen de antwoorden op. Wij bewaren niet wie wat heeft gezegd. Op de "
    "website kan niemand dat terugvinden, ook wij niet. Noem geen namen in wat je "
    "zelf schrijft: daaraan kan iemand je herkennen.</p><p>Helemaal zeker is het pas "
    "later. Zolang je kunt antwoorden, zou een technisch beheerder kunnen zien welk "
    "antwoord erbij komt. Dat geldt ook voor kopieën die in die dagen zijn gemaakt "
    "voor als er iets stukgaat. Andere medewerkers zien dat niet.</p>"
)
ASK = (
    "<p>Wil je weten wat wij van je hebben? Of moet het weg? Mail of bel het Infopunt.</p>"
)
DOWNLOAD = (
    "<p>Wil je weten wat wij van je hebben? Log in en ga naar <b>Mijn gegevens</b>: daar haal je "
    "alles op in één bestand. Heb je geen account, of moet het weg? Mail of bel het Infopunt.</p>"
)


def renewed(blocks):
    """The blocks with the new words, and whether anything changed."""
    new = []
    for block in blocks:
        block = dict(block)
        kind, value = block.get("type"), block.get("value")
        if kind == "callout" and isinstance(value, dict) and value.get("text") == DANGER:
            block["value"] = {**value, "text": WITH_113}
        elif kind == "paragraph" and value == EVALUATION:
            block = {"type": "evaluation_privacy", "value": None, "id": str(uuid.uuid4())}
        elif kind == "paragraph" and isinstance(value, str) and value.startswith(ASK):
            block["value"] = DOWNLOAD + value.removeprefix(ASK)
        new.append(block)
    return new, new != blocks


def as_list(body):
    return [dict(block) for block in json.loads(body)] if isinstance(body, str) else list(body)


def renew(apps, schema_editor):
    ContentPage = apps.get_model("website.ContentPage")
    Revision = apps.get_model("wagtailcore.Revision")
    # As text: a model of a migration knows no blocks, and would read none.
    for page in ContentPage.objects.annotate(raw=Cast("body", TextField())):
        blocks, changed = renewed(as_list(page.raw or "[]"))
        if changed:
            page.body = blocks
            page.save(update_fields=["body"])
        # What an editor opens is the latest revision, not the page.
        for revision in Revision.objects.filter(pk=page.latest_revision_id):
            blocks, changed = renewed(as_list(revision.content.get("body") or []))
            if changed:
                revision.content["body"] = json.dumps(blocks)
                revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("website", "0004_administrators_switch_plugins")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
