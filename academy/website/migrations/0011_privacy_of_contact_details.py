"""Say on the privacy page what is new: how we reach people, who sees what, how long it is kept, and
how somebody has the own account erased. Words that somebody changed stay as they are."""

from django.db import migrations

from academy.website import page_words

NAME = "Je naam: die staat op de lijst van de trainer en op je certificaat."
MAIL = "Je e-mailadres, als je dat hebt: voor berichten over je inschrijving en om in te loggen."
SIGNING_IN = (
    "Gegevens over inloggen: wanneer je dat voor het laatst deed. Heb je een wachtwoord gekozen? "
    "Dat bewaren wij zo dat niemand het kan lezen."
)
LANGUAGE = "De taal die je kiest voor de website."
DEVICES = (
    "Op welke apparaten je hebt ingelogd. Dat onthoudt je apparaat zelf, een half jaar lang, in "
    "een cookie zonder je naam. Zo houdt een ander jou niet buiten door je wachtwoord te raden. Bij "
    "Mijn gegevens laat je ons je apparaten vergeten."
)
TRIES = (
    "Hoe vaak iemand probeert in te loggen of een code vraagt. Wij bewaren daarbij geen naam, geen "
    "e-mailadres en geen adres op internet, en na ongeveer een dag is het weg."
)
BACKGROUND = "Als wie je meedoet en bij welke organisatie: zo zien wij of wij iedereen bereiken."
ENROLMENTS = (
    "Voor welke trainingen je je inschrijft, welke lessen je hebt gedaan en of je er was: voor je "
    "certificaat."
)
ANSWERS = "Je antwoorden op de opdrachten in een les: zo kun je later verdergaan."
CHANGES = "Wat medewerkers in je gegevens of je inschrijving veranderen, en wanneer."

WAS_KEPT = [
    NAME,
    MAIL,
    SIGNING_IN,
    LANGUAGE,
    DEVICES,
    TRIES,
    BACKGROUND,
    ENROLMENTS,
    ANSWERS,
    CHANGES,
]
IS_KEPT = [
    NAME,
    MAIL,
    "Je telefoonnummer en je adres, als je ons die geeft: om je te vertellen dat er iets verandert "
    "aan je training.",
    "Of je een bericht het liefst per mail, per telefoon of per brief krijgt.",
    "Je geboortejaar, als je ons dat geeft: zo halen wij mensen met dezelfde naam niet door elkaar.",
    SIGNING_IN,
    "Gaven wij je een code voor je account? Ook die bewaren wij zo dat niemand hem kan lezen.",
    LANGUAGE,
    DEVICES,
    TRIES,
    BACKGROUND + " De contactpersoon van je organisatie ziet aan welke trainingen je meedoet, en "
    "kan je aan- en afmelden. Die ziet alleen de eigen mensen, en geen scores of antwoorden.",
    ENROLMENTS,
    "Wat je antwoordt op vragen bij je inschrijving: voor je trainer. Vier weken na de training "
    "halen wij dat weg.",
    ANSWERS,
    "Welke berichten je van ons kreeg: een jaar lang.",
    "Of je een eigen adres hebt waarmee je trainingen in je agenda komen. Wie dat adres heeft, ziet "
    "waar en wanneer jij een training hebt. Je kunt ermee stoppen of een nieuw adres maken.",
    CHANGES,
    "Wanneer je account weggaat, als je daarom hebt gevraagd.",
]

CERTIFICATE = (
    "<p>Heb je een certificaat? Dat bewaren wij, met je naam erop. Anders kan niemand meer nagaan "
    "of het echt is. Ook je inschrijving voor die training blijft dan staan. In een kopie voor "
    "noodgevallen kunnen je gegevens nog een tijdje blijven staan.</p>"
)
WAS_ERASED = (
    "<p>Wil je weten wat wij van je hebben? Log in en ga naar <b>Mijn gegevens</b>: daar haal je "
    "alles op in één bestand. Heb je geen account, of moet het weg? Mail of bel het Infopunt.</p>"
) + CERTIFICATE
IS_ERASED = (
    "<p>Wil je weten wat wij van je hebben? Log in en ga naar <b>Mijn gegevens</b>. Daar lees je "
    "alles. Je kunt het ook printen, of ophalen in één bestand.</p><p>Moet het weg? Kies bij Mijn "
    "gegevens voor <b>Haal mijn account weg</b>. Na 14 dagen is je account weg. Tot dan kun je "
    "terugkomen.</p><p>Kun je niet inloggen? Mail of bel het Infopunt. Werk je voor de academie? "
    "Vraag het een beheerder.</p><p>Heb je een certificaat? Dat bewaren wij, met je naam erop. "
    "Anders kan niemand meer nagaan of het echt is. Ook je inschrijvingen blijven dan staan. Je "
    "e-mailadres, telefoonnummer, adres en geboortejaar gaan wel weg. In een kopie voor noodgevallen "
    "kunnen je gegevens nog een tijdje blijven staan.</p>"
)


def as_items(items):
    return "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"


RENEWED = {as_items(WAS_KEPT): as_items(IS_KEPT), WAS_ERASED: IS_ERASED}

def renew(apps, schema_editor):
    page_words.renew(apps, slug="privacy", words=RENEWED)


class Migration(migrations.Migration):
    dependencies = [("website", "0010_who_manages_people")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
