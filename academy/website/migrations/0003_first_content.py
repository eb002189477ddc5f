"""The ordinary pages that every academy needs from its first day; editors own them afterwards."""

import uuid

from django.db import migrations

PAGES = [
    (
        "Over de academie",
        "over-de-academie",
        "Wie zijn wij, en wat kun je hier doen?",
        [
            ("heading", "Eén plek voor alle trainingen"),
            (
                "paragraph",
                "<p>Veel mensen in Utrecht voelen zich wel eens eenzaam. Vrijwilligers kunnen dan "
                "veel betekenen. Hier leer je hoe.</p><p>Vroeger had elke organisatie haar eigen "
                "trainingen. Sinds juni 2021 staan ze bij elkaar: in de Vrijwilligersacademie. "
                "Partners van het Netwerk Informele Zorg Utrecht (NIZU) maken ze samen met de "
                "Vrijwilligerscentrale Utrecht.</p>",
            ),
            ("heading", "Voor wie?"),
            (
                "paragraph",
                "<p>Voor iedereen die omkijkt naar een ander. Je bent vrijwilliger, bewoner of "
                "beroepskracht, of je werkt in een winkel of bedrijf. Meedoen kost niets.</p>",
            ),
            (
                "tips",
                {
                    "title": "Zo werkt het",
                    "items": [
                        "Kies een training en een datum.",
                        "Lees de lessen thuis, in je eigen tempo.",
                        "Kom naar de bijeenkomst, op locatie of online.",
                        "Vertel daarna wat je ervan vond. Dat is anoniem.",
                        "Download je certificaat.",
                    ],
                },
            ),
        ],
    ),
    (
        "Waar breng ik mijn signaal?",
        "signaal",
        "Je maakt je zorgen over iemand. Wat doe je dan?",
        [
            ("heading", "Praat eerst met de persoon zelf"),
            (
                "paragraph",
                "<p>Zeg wat je ziet, en vraag hoe het gaat. Oordeel niet en dring niet aan. "
                "Zegt iemand nee? Dan respecteer je dat. Je mag het later nog eens vragen.</p>",
            ),
            ("heading", "Bel of mail het Infopunt"),
            (
                "paragraph",
                "<p>Weet je niet wat je kunt doen? Dan denkt het Infopunt met je mee. Je hoeft "
                "geen naam te noemen. Vraag of de persoon het goed vindt als je dat wel doet.</p>",
            ),
            ("infopunt", None),
            (
                "callout",
                {
                    "kind": "remember",
                    "text": "<p>Vraag ook wat er met je signaal gebeurt, en of je daar iets over "
                    "hoort. Dat mag je altijd vragen.</p>",
                },
            ),
            (
                "callout",
                {
                    "kind": "mind",
                    "text": "<p>Is iemand in gevaar? Bel dan <b>112</b>.</p>",
                },
            ),
            ("heading", "En de privacy?"),
            (
                "paragraph",
                "<p>Op deze website schrijf je niets over de persoon om wie het gaat. Wij bewaren "
                "daar ook niets over.</p>",
            ),
        ],
    ),
    (
        "Privacy",
        "privacy",
        "Wij vragen weinig. En wij zeggen waarom.",
        [
            ("heading", "Wat wij van je bewaren"),
            (
                "paragraph",
                "<ul><li>Je naam: die staat op de lijst van de trainer en op je certificaat."
                "</li><li>Je e-mailadres, als je dat hebt: voor berichten over je inschrijving en "
                "om in te loggen.</li><li>Gegevens over inloggen: wanneer je dat voor het laatst "
                "deed. Heb je een wachtwoord gekozen? Dat bewaren wij zo dat niemand het kan "
                "lezen.</li><li>De taal die je kiest voor de website.</li><li>Als wie je meedoet "
                "en bij welke organisatie: zo zien wij of wij iedereen bereiken.</li><li>Voor "
                "welke trainingen je je inschrijft, welke lessen je hebt gedaan en of je er was: "
                "voor je certificaat.</li><li>Je antwoorden op de opdrachten in een les: zo kun "
                "je later verdergaan.</li><li>Wat medewerkers in je gegevens of je inschrijving "
                "veranderen, en wanneer.</li></ul>",
            ),
            ("heading", "Jouw evaluatie is anoniem"),
            (
                "paragraph",
                "<p>Wij tellen de antwoorden op. Wij bewaren niet wie wat heeft gezegd. Op de "
                "website kan niemand dat terugvinden, ook wij niet. Noem geen namen in wat je "
                "zelf schrijft: daaraan kan iemand je herkennen.</p><p>Helemaal zeker is het pas "
                "later. Zolang je kunt antwoorden, zou een technisch beheerder kunnen zien welk "
                "antwoord erbij komt. Dat geldt ook voor kopieën die in die dagen zijn gemaakt "
                "voor als er iets stukgaat. Andere medewerkers zien dat niet.</p>",
            ),
            ("heading", "De mensen die je helpt"),
            (
                "paragraph",
                "<p>Op deze website vragen wij niets over de mensen die je helpt. Schrijf hun "
                "naam ook niet op.</p>",
            ),
            ("heading", "Inzien of weghalen"),
            (
                "paragraph",
                "<p>Wil je weten wat wij van je hebben? Of moet het weg? Mail of bel het "
                "Infopunt.</p><p>Heb je een certificaat? Dat bewaren wij, met je naam erop. Anders "
                "kan niemand meer nagaan of het echt is. Ook je inschrijving voor die training "
                "blijft dan staan. In een kopie voor noodgevallen kunnen je gegevens nog een tijdje "
                "blijven staan.</p>",
            ),
            ("infopunt", None),
        ],
    ),
    (
        "Toegankelijkheid",
        "toegankelijkheid",
        "Deze website is er voor iedereen.",
        [
            (
                "paragraph",
                "<p>Je kunt deze website gebruiken met een telefoon, met alleen een toetsenbord "
                "en met een programma dat voorleest. Je kunt de tekst groter maken en elke "
                "pagina afdrukken. Wij schrijven in gewone taal.</p><p>Wij toetsen de website aan "
                "WCAG 2.2, niveau AA.</p>",
            ),
            (
                "paragraph",
                "<p>Lukt iets niet? Of heb je geen computer? Bel ons. Wij helpen je en schrijven "
                "je in als je dat wilt.</p>",
            ),
            ("infopunt", None),
        ],
    ),
]


def make_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    ContentPage = apps.get_model("website.ContentPage")
    Page = apps.get_model("wagtailcore.Page")
    home = Page.objects.get(path="00010001")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="website", model="contentpage"
    )
    for number, (title, slug, introduction, blocks) in enumerate(PAGES, start=4):
        ContentPage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=f"00010001{number:04d}",
            depth=3,
            numchild=0,
            url_path=f"/home/{slug}/",
            content_type=content_type,
            locale=home.locale,
            live=True,
            introduction=introduction,
            body=[
                {"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks
            ],
        )
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild + len(PAGES))


class Migration(migrations.Migration):
    dependencies = [("website", "0002_roles_and_first_pages")]

    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
