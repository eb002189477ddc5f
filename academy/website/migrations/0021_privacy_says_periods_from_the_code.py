"""Show on the privacy page how long things are kept, from where the tick reads it. Words that somebody
changed stay; periods that stand in our own words go, as an academy may have chosen others."""

import json
import uuid
from importlib import import_module

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

from academy.website import page_words

first = import_module("academy.website.migrations.0011_privacy_of_contact_details")
certificates = import_module("academy.website.migrations.0013_privacy_of_certificates")
wishes = import_module("academy.website.migrations.0016_privacy_of_wishes_and_searches")
sessions = import_module("academy.website.migrations.0020_privacy_of_sessions")

BLOCK = "retention"
ITEMS = {
    "Wat je antwoordt op vragen bij je inschrijving: voor je trainer. Vier weken na de training "
    "halen wij dat weg.": "Wat je antwoordt op vragen bij je inschrijving: voor je trainer. Na de "
    "training halen wij dat weg.",
    "Welke berichten je van ons kreeg: een jaar lang.": "Welke berichten je van ons kreeg.",
    wishes.WISHES: "Van welke training je een nieuwe datum wilt weten: tot je die van ons hoort.",
}
WAS_ERASED = certificates.RENEWED[first.IS_ERASED]
IS_ERASED = WAS_ERASED.replace(
    "Na 14 dagen is je account weg. Tot dan kun je terugkomen.",
    "Je account gaat niet meteen weg: je kunt nog terugkomen. Hoe lang, lees je bij <b>Hoe lang we "
    "iets bewaren</b>.",
)


def words():
    before = sessions.with_sessions()
    return {
        first.as_items(before): first.as_items([ITEMS.get(one, one) for one in before]),
        WAS_ERASED: IS_ERASED,
    }


def with_periods(body):
    """The blocks with the periods at the end, and whether they were not there."""
    blocks = json.loads(body) if isinstance(body, str) else list(body)
    if any(one.get("type") == BLOCK for one in blocks):
        return blocks, False
    return [*blocks, {"type": BLOCK, "value": None, "id": str(uuid.uuid4())}], True


def renew(apps, schema_editor):
    page_words.renew(apps, slug="privacy", words=words())
    revisions = apps.get_model("wagtailcore.Revision").objects
    pages = apps.get_model("website.ContentPage").objects.filter(slug="privacy", depth=3)
    # As text: a model of a migration knows no blocks, and would read none.
    for page in pages.annotate(raw=Cast("body", TextField())):
        blocks, changed = with_periods(page.raw or "[]")
        if changed:
            page.body = blocks
            page.save(update_fields=["body"])
        # A draft that waits would take it away again.
        for revision in revisions.filter(pk=page.latest_revision_id):
            blocks, changed = with_periods(revision.content.get("body") or [])
            if changed:
                revision.content["body"] = json.dumps(blocks)
                revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("website", "0020_privacy_of_sessions")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
