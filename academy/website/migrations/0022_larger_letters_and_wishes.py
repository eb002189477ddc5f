"""How to make letters larger and have a page read aloud stands at the top of the page on accessibility, and the
page on privacy says until when somebody waits for a date. Words that somebody changed stay."""

import json
import uuid
from importlib import import_module

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

from academy.website import page_words

statement = import_module("academy.website.migrations.0019_accessibility_statement")
periods = import_module("academy.website.migrations.0021_privacy_says_periods_from_the_code")

WAS_WISHES = "Van welke training je een nieuwe datum wilt weten: tot je die van ons hoort."
WISHES = "Van welke training je een nieuwe datum wilt weten: tot je je inschrijft of stopt."

HEADINGS = {"Jouw evaluatie is anoniem": "Wat je invult na een training (de evaluatie) is anoniem"}

WAS_INTRODUCTION = "Deze website is er voor iedereen."
INTRODUCTION = (
    "Hier lees je hoe je grotere letters krijgt en hoe je een tekst laat voorlezen. Deze website is er voor iedereen."
)
"""What the search shows of the page."""

HOW = (
    ("heading", "Grotere letters"),
    (
        "paragraph",
        "<p><b>Op een telefoon of tablet:</b></p><ol><li>Zet twee vingers op het scherm.</li><li>Schuif ze uit "
        "elkaar. De letters worden groter.</li></ol><p>Wil je altijd grotere letters? Kies bij de instellingen van je "
        "telefoon voor grotere letters. Zoek daar op ‘tekstgrootte’.</p><p><b>Op een computer:</b></p><ol><li>Houd "
        "de toets Ctrl vast. Op een Mac is dat Cmd.</li><li>Druk op +. Doe dat nog eens voor nog grotere letters."
        "</li><li>Te groot? Houd Ctrl vast en druk op de min (-).</li></ol>",
    ),
    ("heading", "Laten voorlezen"),
    (
        "paragraph",
        "<p>Boven een les staat de knop <b>Lees voor</b>. Druk erop en je telefoon of computer leest de les voor. "
        "Zie je de knop niet? Dan heeft je apparaat geen Nederlandse stem voor deze website. Vaak kan het apparaat "
        "het dan zelf: zoek bij de instellingen op ‘voorlezen’.</p><p>Lukt het niet? Vraag iemand om hulp, of bel "
        "ons.</p>",
    ),
)


def with_how(blocks):
    """The blocks with how to do it before what the page said at first."""
    new = []
    for block in blocks:
        value = block.get("value")
        is_first = block.get("type") == "paragraph" and isinstance(value, str)
        if is_first and page_words.MARK.sub("", value) == statement.NEW:
            new += [{"type": kind, "value": words, "id": str(uuid.uuid4())} for kind, words in HOW]
        new.append(block)
    return new


def with_plain_headings(blocks):
    """The blocks with headings in the words of who reads them."""
    return [
        {**one, "value": HEADINGS.get(one["value"], one["value"])} if one.get("type") == "heading" else one
        for one in blocks
    ]


def change(apps, slug, changed):
    """Change the blocks of a page and of its draft, which would take it away again."""
    revisions = apps.get_model("wagtailcore.Revision").objects
    pages = apps.get_model("website.ContentPage").objects.filter(slug=slug)
    # As text: a model of a migration knows no blocks, and would read none.
    for page in pages.annotate(raw=Cast("body", TextField())):
        before = statement.as_list(page.raw or "[]")
        if (blocks := changed(before)) != before:
            page.body = blocks
            page.save(update_fields=["body"])
        for revision in revisions.filter(pk=page.latest_revision_id):
            before = statement.as_list(revision.content.get("body") or [])
            if (blocks := changed(before)) != before:
                revision.content["body"] = json.dumps(blocks)
                revision.save(update_fields=["content"])


def introduce(apps):
    pages = apps.get_model("website.ContentPage").objects.filter(slug="toegankelijkheid")
    pages.filter(introduction=WAS_INTRODUCTION).update(introduction=INTRODUCTION)
    revisions = apps.get_model("wagtailcore.Revision").objects
    for revision in revisions.filter(pk__in=pages.values("latest_revision")):
        if revision.content.get("introduction") == WAS_INTRODUCTION:
            revision.content["introduction"] = INTRODUCTION
            revision.save(update_fields=["content"])


def renew(apps, schema_editor):
    items = [periods.ITEMS.get(one, one) for one in periods.sessions.with_sessions()]
    wished = [WISHES if one == WAS_WISHES else one for one in items]
    as_items = periods.first.as_items
    page_words.renew(apps, slug="privacy", words={as_items(items): as_items(wished)})
    change(apps, "privacy", with_plain_headings)
    change(apps, "toegankelijkheid", with_how)
    introduce(apps)


class Migration(migrations.Migration):
    dependencies = [("website", "0021_privacy_says_periods_from_the_code")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
