"""Say on the privacy page what the cookie for known devices and the counts of tries keep."""

import json
import uuid

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

AFTER = "<li>De taal die je kiest voor de website.</li>"
ITEMS = (
    "<li>Op welke apparaten je hebt ingelogd. Dat onthoudt je apparaat zelf, een half jaar lang, in "
    "een cookie zonder je naam. Zo houdt een ander jou niet buiten door je wachtwoord te raden. Bij "
    "Mijn gegevens laat je ons je apparaten vergeten.</li><li>Hoe vaak iemand probeert in te loggen "
    "of een code vraagt. Wij bewaren daarbij geen naam, geen e-mailadres en geen adres op internet, "
    "en na ongeveer een dag is het weg.</li>"
)


def with_items(blocks):
    """The page's blocks with what is new, where it belongs or else below."""
    blocks = [dict(one) for one in blocks]
    for one in blocks:
        if one["type"] == "paragraph" and AFTER in one["value"]:
            one["value"] = one["value"].replace(AFTER, AFTER + ITEMS)
            return blocks
    # Editors wrote a text of their own.
    new = {"type": "paragraph", "value": f"<ul>{ITEMS}</ul>", "id": str(uuid.uuid4())}
    return [*blocks, new]


def tell(apps, schema_editor):
    Revision = apps.get_model("wagtailcore.Revision")
    pages = apps.get_model("website.ContentPage").objects.filter(slug="privacy", depth=3)
    # As text: a model of a migration knows no blocks, and would read none.
    for page in pages.annotate(raw=Cast("body", TextField())):
        page.body = with_items(json.loads(page.raw or "[]"))
        page.save(update_fields=["body"])
        # A draft that waits would take it away again.
        revision = Revision.objects.filter(pk=page.latest_revision_id).first()
        if revision is not None:
            content = revision.content
            content["body"] = json.dumps(with_items(json.loads(content["body"])))
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("website", "0005_pages_say_what_is_so")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
