"""The words to begin with: what people type, and what they mean here. A coordinator changes them."""

from django.db import migrations

WORDS = {
    "rouw, verlies": (
        "dood, doodgaan, overleden, overlijden, sterven, gestorven, begrafenis, begraven, crematie, "
        "uitvaart, weduwe, weduwnaar, nabestaande, nabestaanden, condoleren, condoleance, afscheid, "
        "verdriet, verdrietig, gemis, missen, kwijt, miskraam, man overleden, vrouw overleden, "
        "man dood, partner verloren, partner kwijt, iemand verloren, kind verloren, troost, troosten, "
        "rouwproces, rouwverwerking, rouwgroep, lotgenoten, verwerken, euthanasie, terminaal, "
        "palliatief, loslaten, stervensbegeleiding, laatste levensfase, scheiding, gescheiden, huilen, tranen, "
        "grief, grieving, bereavement, bereaved, mourning, loss, widow, widower, died, dead, death, "
        "funeral, passed away, lost husband, lost wife, sad, sadness"
    ),
    "eenzaam, eenzaamheid": (
        "alleen, alleen zijn, alleenstaand, isolement, geïsoleerd, sociaal isolement, verlaten, "
        "geen vrienden, geen contact, geen bezoek, niemand om mee te praten, contactarm, vriendschap, "
        "vrienden, gezelschap, maatje, maatjesproject, buddy, vereenzaming, vereenzamen, "
        "lonely, loneliness, alone, isolated, isolation, friend, friends, company"
    ),
    "bellen, telefoon": (
        "telefoneren, opbellen, telefoongesprek, telefoontje, belmaatje, belvrijwilliger, belcirkel, "
        "telefooncirkel, luisterlijn, hulplijn, belteam, mobiel, hoorn, "
        "phone, phoning, call, calling, telephone, helpline"
    ),
    "zingeving, levensvragen": (
        "zingeven, zinvol, zin van het leven, zin in het leven, levensvraag, levensverhaal, geloof, "
        "geloven, god, kerk, moskee, religie, spiritueel, spiritualiteit, geestelijk, "
        "geestelijke verzorging, geestelijk verzorger, nut, doel, betekenis, zinloos, leeg voelen, "
        "leegte, somber, levensmoe, voltooid leven, "
        "meaning, meaning of life, purpose, faith, belief, religion, church, mosque, spiritual, "
        "spirituality"
    ),
    "signaal, signaleren": (
        "opmerken, herkennen, melden, melding, zorgen over, zorgen maken, bezorgd, ongerust, niet pluis, "
        "verwaarlozing, verwaarloosd, vervuiling, gordijnen, doorverwijzen, verwijzen, meldcode, "
        "signs, notice, noticing, recognise, recognize, worried, worry, report, refer"
    ),
    "signaal": "infopunt, meldpunt, telefoonnummer",
    "gewoonten": "ritueel, rituelen, traditie, tradities",
    "schamen": "taboe, schaamte, stigma",
    "zorgen, levensvragen": "piekeren, tobben, malen",
    "gesprek, luisteren": (
        "praten, praatje, kletsen, communicatie, communiceren, gesprekstechniek, gespreksvoering, "
        "luistervaardigheid, doorvragen, vragen stellen, bespreekbaar, aanhoren, "
        "talk, talking, listen, listening, conversation, communication"
    ),
    "migranten, taal": (
        "allochtoon, buitenlander, buitenlanders, vluchteling, vluchtelingen, nieuwkomer, statushouder, "
        "migrant, migratieachtergrond, cultuur, culturen, Turks, Marokkaans, tolk, "
        "refugee, refugees, migrants, newcomer, culture, language"
    ),
    "grens, grenzen": (
        "overbelast, nee zeggen, te veel, te zwaar, burn-out, zelfzorg, grenzen stellen, "
        "boundaries, limits, self-care"
    ),
    "feestdagen, bijzondere dagen": (
        "kerst, kerstmis, sinterklaas, oud en nieuw, suikerfeest, ramadan, pasen, verjaardag, "
        "moederdag, vaderdag, sterfdag, christmas, birthday, holidays"
    ),
    "certificaat": "diploma, bewijs, getuigschrift, papiertje, certificate, diploma's",
    "privacy, gegevens": (
        "avg, persoonsgegevens, wachtwoord, cookies, gegevens verwijderen, account verwijderen, "
        "data, personal data, gdpr"
    ),
    "toegankelijkheid": (
        "slechtziend, blind, doof, slechthorend, voorlezen, schermlezer, grote letters, "
        "accessibility, screen reader"
    ),
    "Engels": "English, in English, Engelstalig",
    "online": "thuis, digitaal, computer, zoom, teams, videobellen, webinar, e-learning, from home",
    "avond": "avonds, savonds, 's avonds, evening, after work, na het werk",
    "overdag": "ochtend, middag, morgens, smiddags, morning, afternoon, daytime",
    "weekend": "zaterdag, zondag, saturday, sunday",
}


def forwards(apps, schema_editor):
    groups = apps.get_model("search", "WordGroup").objects
    if not groups.exists():
        for meant, typed in WORDS.items():
            groups.create(meant=meant, typed=typed)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_what_people_type")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
