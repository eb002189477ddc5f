"""The page on privacy begins with what somebody wants to know who was enrolled by another, and that on accessibility
says how to have lessons on paper in large letters. What an academy wrote itself stays."""

import uuid
from importlib import import_module

from django.db import migrations

before = import_module("academy.website.migrations.0022_larger_letters_and_wishes")

ENROLLED = (
    ("heading", "Gaf iemand anders je op?"),
    (
        "paragraph",
        "<p>Dan weten wij je naam. Vaak weten wij ook je telefoonnummer. Zo kunnen wij je bellen als er iets verandert.</p>"
        "<ul><li><b>Wie ziet dat?</b> De trainer en de medewerkers van de academie. Wie jou opgaf, ziet alleen je naam. "
        "Je naam staat ook op de lijst waarop de groep tekent.</li><li><b>Hoe lang?</b> Tot je vraagt om het weg te "
        "halen. Zonder e-mailadres gaat het niet vanzelf weg.</li><li><b>Moet het weg?</b> Bel of mail het Infopunt. "
        "Je hoeft geen account te hebben, en je hoeft niet te zeggen waarom.</li></ul>",
    ),
)

ON_PAPER = (
    ("heading", "Grote letters op papier"),
    (
        "paragraph",
        "<p>De lessen kun je printen in grote letters. Kies bij een training <b>Lessen om te printen of te bewaren</b>. "
        "Onder elke les kun je ook die ene les in grote letters printen. Heb je geen printer? Bel ons, en vraag om de "
        "lessen op papier.</p>",
    ),
)


def as_blocks(words):
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in words]


def has_heading(blocks, words):
    return any(one.get("type") == "heading" and one.get("value") == words[0][1] for one in blocks)


def with_enrolled(blocks):
    return blocks if has_heading(blocks, ENROLLED) else [*as_blocks(ENROLLED), *blocks]


def with_paper(blocks):
    """On paper comes behind on a screen, where the page still has what we wrote of that."""
    place = next(
        (
            number
            for number, one in enumerate(blocks)
            if one.get("type") == "heading" and one.get("value") == "Laten voorlezen"
        ),
        None,
    )
    if place is None or has_heading(blocks, ON_PAPER):
        return blocks
    return [*blocks[:place], *as_blocks(ON_PAPER), *blocks[place:]]


def renew(apps, schema_editor):
    before.change(apps, "privacy", with_enrolled)
    before.change(apps, "toegankelijkheid", with_paper)


class Migration(migrations.Migration):
    dependencies = [("website", "0022_larger_letters_and_wishes")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
