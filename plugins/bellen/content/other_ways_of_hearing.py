"""Lesson 5: calling someone who is hard of hearing or new to Dutch."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Bij bellen moet je goed kunnen horen. Wie slecht hoort, ziet geen lippen. Wie "
        "Nederlands leert, mist de handen en het gezicht die anders helpen. Toch kan een "
        "telefoongesprek ook dan goed zijn. Je moet het alleen iets anders doen. In deze les lees "
        "je hoe.</p>",
    ),
    ("heading", "Als iemand slecht hoort"),
    (
        "paragraph",
        "<p>Veel mensen vertellen niet dat zij slecht horen. Ze zeggen vaak ‘ja’, geven een "
        "antwoord dat niet past, of worden stil. Dat kan lijken op verwarring of op geen zin "
        "hebben. Denk dus eerst aan de oren.</p><p>Vraag er gewoon naar: ‘Kunt u mij goed "
        "verstaan? Wat helpt u?’ De een wil dat je langzamer praat. De ander zet de telefoon op "
        "de luidspreker of houdt hem aan het goede oor.</p><p>Roepen helpt meestal niet. Als je "
        "roept, zijn je woorden minder duidelijk. Een rustige, iets lagere stem is beter te "
        "verstaan. Spreek elk woord helemaal uit.</p>",
    ),
    (
        "tips",
        {
            "title": "Zo word je beter verstaan",
            "items": [
                "Zet alle geluid om je heen uit, en bel niet in de auto of op straat.",
                "Houd de hoorn recht voor je mond, niet onder je kin.",
                "Zeg eerst waar het over gaat: ‘Nu iets over zondag.’",
                "Maak korte zinnen, en wacht na elke zin.",
                "Niet verstaan? Zeg hetzelfde met andere woorden.",
                "Herhaal getallen cijfer voor cijfer: ‘tien uur, één nul’.",
                "Laat een afspraak terugzeggen. Dan weet je of de ander het goed begreep.",
            ],
        },
    ),
    (
        "dialogue",
        {
            "title": "Fatima zoekt andere woorden",
            "faces": [
                {"who": "Fatima", "face": "woman-headscarf"},
                {"who": "Mevrouw Jansen", "face": "older-woman-bun"},
            ],
            "lines": [
                {
                    "speaker": "Fatima",
                    "text": "Zal ik u donderdag om half drie bellen, mevrouw Jansen?",
                },
                {"speaker": "Mevrouw Jansen", "text": "Ja hoor, drie is goed."},
                {
                    "speaker": "Fatima",
                    "text": "Ik zeg het nog even anders. Donderdag, na het middageten. "
                    "Om twee uur dertig. Wat schrijft u op?",
                },
                {"speaker": "Mevrouw Jansen", "text": "Donderdag, twee uur dertig. O, half drie!"},
                {"speaker": "Fatima", "text": "Precies. Fijn dat we het even controleerden."},
            ],
            "afterthought": "Fatima zegt niet: ‘U verstaat me verkeerd.’ Zij zegt het zelf nog "
            "eens, met andere woorden. Zo hoeft niemand zich te schamen.",
        },
    ),
    ("heading", "Als iemand nog Nederlands leert"),
    (
        "paragraph",
        "<p>Een taal leren is hard werken. Aan de telefoon is het extra moeilijk. Wees dus blij "
        "met elk gesprek, ook als het langzaam gaat. Je helpt het meest als je rustig "
        "wacht.</p><p>Praat gewoon Nederlands, maar dan rustig. Zeg dus niet: ‘Jij morgen komen?’ "
        "Zeg: ‘Kom je morgen?’ Zulke zinnen zijn moeilijker te begrijpen. En het lijkt alsof je "
        "met een kind praat. Gebruik woorden die iedereen kent. Zeg ‘dokter’ en niet "
        "‘huisartsenpost’, als dat kan.</p><p>Pas op met uitdrukkingen. ‘Ik val met de deur in "
        "huis’ is grappig, maar verwarrend. Zeg liever wat je bedoelt: ‘Ik begin meteen met mijn "
        "vraag.’</p>",
    ),
    (
        "case",
        {
            "title": "Selam zegt steeds ja",
            "face": "young-woman-curls",
            "text": "<p>Peter belt met Selam. Zij woont een jaar in Kanaleneiland en leert "
            "Nederlands. Peter vertelt over de koffieochtend in de buurt. Hij praat snel, want "
            "hij is enthousiast. Selam zegt telkens ‘ja’ en ‘oké’.</p><p>Op vrijdag zit Peter "
            "te wachten. Selam komt niet. Later blijkt dat zij dacht dat hij zou bellen op "
            "vrijdag. Ze heeft de hele ochtend bij de telefoon gezeten.</p>",
            "question": "Hoe had Peter kunnen merken dat Selam hem niet begreep?",
        },
    ),
    (
        "paragraph",
        "<p>‘Ja’ betekent vaak: ik hoor je, ga maar door. Vraag daarom niet: ‘Begrijp je het?’ "
        "Want ook daarop is ‘ja’ het beleefde antwoord. Vraag liever: ‘Wat gaan we vrijdag "
        "doen?’ Zo hoor je wat de ander heeft begrepen.</p><p>Peter had ook een berichtje kunnen "
        "sturen. Dag, tijd en adres op papier of op het scherm kun je rustig nalezen. Vraag eerst "
        "of dat mag, en gebruik daarvoor de telefoon van je organisatie.</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p>Laat liever geen kind vertalen bij een moeilijk gesprek. Praten over "
            "ziekte of verdriet is te zwaar voor een kind. Vraag je coördinator wie er kan helpen. "
            "Misschien is er een vrijwilliger die dezelfde taal spreekt.</p>",
        },
    ),
    ("heading", "Samen een manier zoeken"),
    (
        "paragraph",
        "<p>Soms past bellen gewoon niet. Dan zoek je iets anders. Beeldbellen helpt, want dan "
        "zie je elkaars mond en handen. Een kaart, een berichtje met een foto of samen wandelen "
        "kan ook. Vraag het aan de ander: ‘Op welke manier hebt u het liefst contact met "
        "mij?’</p><p>Leer zelf ook iets. Vraag iemand om jou een woord te leren in zijn eigen "
        "taal. Of laat je uitleggen hoe een gerecht wordt gemaakt. Dan leren jullie allebei iets, "
        "en dan kun je ook makkelijker samen lachen.</p>",
    ),
    (
        "quote",
        {
            "text": "Zij zegt nooit dat mijn Nederlands slecht is. Zij wacht. Daarom durf ik "
            "met haar te praten.",
            "who": "Selam, over haar belmaatje",
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Is het begrepen?",
            "question": "Je hebt een afspraak gemaakt met iemand die Nederlands leert. Hoe merk "
            "je of die duidelijk is?",
            "multiple": False,
            "options": [
                {
                    "text": "Ik vraag: ‘Heb je het begrepen?’",
                    "correct": False,
                    "feedback": "De meeste mensen zeggen dan uit beleefdheid ja. Je weet nog "
                    "niets.",
                },
                {
                    "text": "Ik vraag: ‘Wat gaan we vrijdag doen, en hoe laat?’",
                    "correct": True,
                    "feedback": "De ander zegt het in eigen woorden. Zo hoor je of het klopt.",
                },
                {
                    "text": "Ik zeg het nog drie keer, steeds wat harder.",
                    "correct": False,
                    "feedback": "Harder is niet duidelijker. Zeg het liever met andere woorden.",
                },
            ],
            "explanation": "<p>Laat de ander de afspraak terugzeggen. Zeg erbij dat je wilt "
            "weten of jij duidelijk was. Dan voelt het niet als een toets.</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Wanneer had jij een gesprek dat je maar half begreep?",
            "hint": "Op vakantie misschien, of op een druk feest. Hoe voelde dat? Wat deed de "
            "ander waardoor het makkelijker werd, of juist moeilijker?",
        },
    ),
]
