"""Lesson 5: who can help further, privacy, and one's own sources and limits."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Je hebt geluisterd en een trage vraag gesteld. Meestal is dat genoeg. Soms is een "
        "vraag te moeilijk voor jullie samen. In deze les lees je wie er dan kan helpen en hoe je "
        "dat zegt. Daarna gaat het over jou. Want wie naar levensvragen luistert, heeft ook zelf "
        "iets nodig.</p>",
    ),
    ("heading", "Wanneer vraag je er iemand bij?"),
    (
        "tips",
        {
            "title": "Denk aan hulp als …",
            "items": [
                "iemand elke keer op dezelfde pijn terugkomt en niet verder komt;",
                "iemand vragen heeft over schuld, vergeving of de dood waar jij van schrikt;",
                "iemand wekenlang slecht slaapt of eet, of nergens meer zin in heeft;",
                "iemand wil niet meer leven (lees dan meteen de les ‘Als het leven leeg voelt’);",
                "jij er wakker van ligt of tegen het bezoek opziet.",
            ],
        },
    ),
    ("heading", "Wie kan wat?"),
    (
        "paragraph",
        "<ul>"
        "<li><b>Het eigen netwerk.</b> Een kleinzoon, een vriendin, iemand van de kerk, de moskee "
        "of het koor. Vraag altijd eerst: wie zou u hier graag over spreken?</li>"
        "<li><b>Een geestelijk verzorger.</b> Dat is iemand die heeft geleerd om over "
        "levensvragen te praten. Met wie gelooft en met wie niet gelooft. Een geestelijk "
        "verzorger oordeelt niet, en het maakt niet uit wat je gelooft.</li><li><b>Zin in "
        "Utrecht.</b> Hier kun je een gesprek krijgen over zin en levensvragen, met een geestelijk "
        "verzorger of een getrainde vrijwilliger. Het is voor mensen van 50 jaar en ouder. Je kunt "
        "iemand doorverwijzen. Iemand kan zich ook zelf aanmelden.</li><li><b>De huisarts.</b> Als "
        "je denkt dat iemand ziek of erg somber is. Ook bij gedachten aan de dood.</li><li><b>Jouw "
        "coördinator.</b> Altijd, als jij twijfelt. Je hoeft nooit zeker te weten dat het erg "
        "genoeg is.</li><li><b>Het Infopunt Informele Zorg.</b> Als je niet weet waar je met je "
        "vraag of signaal naartoe moet. De gegevens staan verderop in deze les.</li></ul>",
    ),
    ("heading", "Hoe zeg je het?"),
    (
        "paragraph",
        "<p>‘U moet eens met iemand gaan praten’ klinkt al gauw als: ik wil het niet meer horen. "
        "Zeg daarom ook wat je zelf blijft doen. Dring niet aan. Vertel wat er kan, en laat de "
        "ander kiezen. Een nee is een nee. Je mag er later nog één keer op terugkomen.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Noor stelt iets voor",
            "faces": [
                {"who": "Noor", "face": "young-woman-bob"},
                {"who": "Meneer El Amrani", "face": "older-man-cap"},
            ],
            "lines": [
                {
                    "speaker": "Noor",
                    "text": "U vertelt mij vaak over dat gevoel van op bezoek zijn. Ik luister "
                    "graag. Soms merk ik dat ik er te weinig van weet.",
                },
                {"speaker": "Meneer El Amrani", "text": "Wil je niet meer komen?"},
                {
                    "speaker": "Noor",
                    "text": "Jawel, ik blijf elke dinsdag komen. Ik dacht: misschien wilt u er "
                    "ook eens met iemand van Zin in Utrecht over praten.",
                },
                {"speaker": "Meneer El Amrani", "text": "Is dat niet voor christenen?"},
                {
                    "speaker": "Noor",
                    "text": "Het is voor iedereen vanaf 50 jaar, wat u ook gelooft. We kunnen "
                    "samen bellen en vragen hoe het gaat.",
                },
                {"speaker": "Meneer El Amrani", "text": "Ik ga erover nadenken."},
                {
                    "speaker": "Noor",
                    "text": "Dat is goed. Ik leg het briefje met het nummer hier neer. U beslist.",
                },
            ],
            "afterthought": "Noor zegt eerst dat ze blijft. Ze biedt aan om de eerste keer mee te "
            "doen. En ze laat de keuze bij meneer El Amrani.",
        },
    ),
    (
        "zingeving_life_question",
        {
            "title": "Welke vraag, en wie helpt er?",
            "face": "woman-headscarf",
            "context": "Mevrouw Yilmaz is 72. Een half jaar geleden kreeg ze een beroerte. Haar "
            "rechterhand doet het niet goed meer. Ze slaapt al weken slecht en eet weinig. Ze is "
            "boos op haar vest en gooit het op de bank.",
            "quote": "Mijn hele leven heb ik voor iedereen gezorgd. En nu krijg ik mijn eigen "
            "knopen niet meer dicht. Waar heb ik dat aan verdiend?",
            "who": "Mevrouw Yilmaz, 72 jaar",
            "questions": [
                {
                    "text": "Waar hoor ik bij?",
                    "fit": "less",
                    "feedback": "Ze praat niet over een groep of een plek. Ze praat over pech en "
                    "over wat ze niet meer kan.",
                },
                {
                    "text": "Waarom overkomt mij dit?",
                    "fit": "good",
                    "feedback": "Ja. Ze was altijd goed voor anderen en vindt dit oneerlijk. Op "
                    "haar vraag bestaat geen antwoord. Haar boosheid mag er zijn.",
                },
                {
                    "text": "Wat komt er na de dood?",
                    "fit": "less",
                    "feedback": "Ze denkt nu niet aan het einde. Ze is boos om wat ze vandaag "
                    "niet kan.",
                },
                {
                    "text": "Doe ik er nog toe?",
                    "fit": "possible",
                    "feedback": "Die vraag kan eronder zitten. Zorgen voor anderen was haar bron, "
                    "en die valt nu weg. Begin wel bij haar boosheid.",
                },
            ],
            "helpers": [
                {
                    "name": "Een geestelijk verzorger",
                    "fits": True,
                    "feedback": "Die weet dat er geen antwoord is op ‘waarom ik?’. En blijft er "
                    "toch bij.",
                },
                {
                    "name": "Een dagbesteding die jij alvast voor haar regelt",
                    "fits": False,
                    "feedback": "Beslis niet zonder haar. Ze is al zoveel kwijt. Laat haar zelf "
                    "kiezen.",
                },
                {
                    "name": "De huisarts",
                    "fits": True,
                    "feedback": "Al weken slecht slapen en weinig eten: daar moet een arts naar "
                    "kijken. Bied aan om samen te bellen.",
                },
                {
                    "name": "Zin in Utrecht",
                    "fits": True,
                    "feedback": "Mevrouw Yilmaz is ouder dan 50. Ze kan er terecht, en ze mag "
                    "zelf bellen.",
                },
            ],
            "open_question": "Wat vindt u het moeilijkste van niet meer kunnen zorgen?",
            "explanation": "Je geeft geen reden en geen troost die niet klopt. Je vraagt naar wat "
            "ze kwijt is. Noem daarna ook je zorg over slapen en eten.",
        },
    ),
    ("heading", "Wat vertel je niet verder?"),
    (
        "paragraph",
        "<p>Wat iemand je vertelt over leven, dood of geloof is heel persoonlijk. Zo ga je er "
        "goed mee om.</p>"
        "<ul>"
        "<li>Vraag eerst of je iets met een ander mag bespreken. Vertel met wie, en waarom.</li>"
        "<li>Overleg je met je coördinator? Zeg dan niet meer dan nodig is. Vaak kan het zonder "
        "naam.</li>"
        "<li>Zet niets over de ander in een app, een mail of een schriftje.</li>"
        "<li>Beloof nooit dat je <i>alles</i> geheim houdt. Is iemand in gevaar? Dan moet je hulp "
        "halen. Zeg eerlijk dat je dat doet.</li>"
        "</ul><p>Ook in deze academie bewaren we niets over de mensen die je bezoekt. In de "
        "oefeningen is niets echt gebeurd. Wat je bij ‘Denk even na’ denkt, wordt niet "
        "bewaard.</p><p>Weet je niet waar je met een signaal naartoe moet? Het Infopunt denkt met "
        "je mee. Je hoeft geen naam te noemen om raad te vragen.</p>",
    ),
    ("infopunt", None),
    (
        "knowledge_check",
        {
            "title": "Een goede stap",
            "question": "Meneer Santos (68) wil met iemand praten over schuld. Jij weet niet goed "
            "wat je moet zeggen. Wat zijn goede stappen? Kies er meer.",
            "multiple": True,
            "options": [
                {
                    "text": "Je vraagt met wie hij er zelf over zou willen praten.",
                    "correct": True,
                    "feedback": "Hij kiest. Misschien kent hij al iemand.",
                },
                {
                    "text": "Je vertelt over Zin in Utrecht en biedt aan om samen te bellen.",
                    "correct": True,
                    "feedback": "Hij is ouder dan 50 en mag zich ook zelf aanmelden.",
                },
                {
                    "text": "Je meldt hem aan. Dan hoeft hij er niet meer over na te denken.",
                    "correct": False,
                    "feedback": "Dat is te snel. Meld niemand aan zonder dat hij ja heeft gezegd.",
                },
                {
                    "text": "Je vertelt zijn verhaal in de groepsapp en vraagt om tips.",
                    "correct": False,
                    "feedback": "Nee. Zijn verhaal is van hem. Vraag je coördinator om raad, "
                    "liefst zonder naam.",
                },
            ],
            "explanation": "<p>Jij vertelt wat er kan, en de ander kiest. Twijfel je? Bel je "
            "coördinator of het Infopunt. Je hoeft dan geen naam te noemen.</p>",
        },
    ),
    ("heading", "Jouw eigen bronnen en grenzen"),
    (
        "paragraph",
        "<p>Luisteren naar levensvragen raakt ook jou. Misschien denk je aan je eigen ouders, of "
        "aan je eigen einde. Dat is gewoon. Het maakt je zelfs een betere luisteraar, als je het "
        "van jezelf weet.</p>"
        "<p>Bewaak ook je grens. Je bent geen dokter en geen dominee. Je bent een mens die op "
        "bezoek komt. Dat is veel waard, en het is genoeg.</p>",
    ),
    (
        "case",
        {
            "title": "Kofi slaapt slecht",
            "face": "young-man-short",
            "text": "<p>Kofi komt elke week bij een man die bang is om dood te gaan. Kofi’s vader "
            "is vorig jaar overleden. Na elk bezoek ligt hij wakker. Hij denkt: ik mag deze man "
            "niet in de steek laten.</p>"
            "<p>Toch belt hij zijn coördinator. Samen bedenken ze iets. De man krijgt gesprekken "
            "met een geestelijk verzorger. Kofi blijft komen, om te dammen. ‘Nu kan ik weer "
            "gewoon bij hem zitten’, zegt hij.</p>",
            "question": "Waaraan zou jij merken dat het voor jou te veel wordt?",
        },
    ),
    (
        "tips",
        {
            "title": "Zorg goed voor jezelf",
            "items": [
                "Loop na een zwaar bezoek een stukje om, of zet muziek op.",
                "Praat erover met je coördinator of een andere vrijwilliger, zonder namen.",
                "Spreek af hoe lang je blijft, en ga dan ook weg.",
                "Zeg gerust: ‘Dit vind ik moeilijk. Daar wil ik even over nadenken.’",
                "Blijf doen wat jou kracht geeft. Zet het in je agenda, net als je bezoek.",
            ],
        },
    ),
    (
        "reflection",
        {
            "question": "Met wie kun jij praten als je aan een gesprek blijft denken?",
            "hint": "Noem in gedachten één persoon. Weet je niemand? Dan is dat je eerste vraag "
            "aan je coördinator.",
        },
    ),
    ("heading", "Wat ga je nu doen?"),
    (
        "paragraph",
        "<ol>"
        "<li>Kies één trage vraag uit de les ‘Trage vragen’. Stel hem deze week, op een rustig "
        "moment.</li>"
        "<li>Zet het nummer van je coördinator en van het Infopunt in je telefoon.</li>"
        "<li>Schrijf voor jezelf op waar jij kracht uit haalt. Doe er vandaag één ding van.</li>"
        "<li>Neem één ervaring mee naar de bijeenkomst. Vertel die zonder namen.</li>"
        "</ol><p>Je hoeft het niet meteen goed te doen. Als je stil durft te zijn en weer "
        "terugkomt, ben je al een heel eind.</p>",
    ),
]
