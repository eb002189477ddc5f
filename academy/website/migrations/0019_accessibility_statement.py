"""The page on accessibility says how the site is tested, and what is not good yet."""

import json
import uuid

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

OLD = (
    "<p>Je kunt deze website gebruiken met een telefoon, met alleen een toetsenbord "
    "en met een programma dat voorleest. Je kunt de tekst groter maken en elke "
    "pagina afdrukken. Wij schrijven in gewone taal.</p><p>Wij toetsen de website aan "
    "WCAG 2.2, niveau AA.</p>"
)
NEW = (
    "<p>Je kunt deze website gebruiken met een telefoon, met alleen een toetsenbord "
    "en met een programma dat voorleest. Je kunt de tekst groter maken en elke "
    "pagina afdrukken. Staat je apparaat op donker? Dan is de website dat ook. "
    "Wij schrijven in gewone taal.</p><p>Wij toetsen de website aan WCAG 2.2, niveau AA.</p>"
)


def renewed(blocks):
    """The blocks with the statement, and whether anything changed."""
    new = []
    for block in blocks:
        block = dict(block)
        is_old = block.get("type") == "paragraph" and block.get("value") == OLD
        new.append({**block, "value": NEW} if is_old else block)
        if is_old:
            new.append({"type": "accessibility", "value": None, "id": str(uuid.uuid4())})
    return new, new != blocks


def as_list(body):
    return [dict(block) for block in json.loads(body)] if isinstance(body, str) else list(body)


def add_statement(apps, schema_editor):
    """Where the page still says what it said at first. Words that somebody changed stay."""
    ContentPage = apps.get_model("website.ContentPage")
    Revision = apps.get_model("wagtailcore.Revision")
    # As text: a model of a migration knows no blocks, and would read none.
    for page in ContentPage.objects.filter(slug="toegankelijkheid").annotate(
        raw=Cast("body", TextField())
    ):
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
    dependencies = [("website", "0018_who_keeps_words_and_portraits")]

    operations = [migrations.RunPython(add_statement, migrations.RunPython.noop)]
