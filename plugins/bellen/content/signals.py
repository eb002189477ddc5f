"""Lesson 6: hearing a signal, privacy, and what to do next; with the second conversation."""

from plugins.bellen.content.call_yilmaz import CALL

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Wie elke week belt, merkt kleine veranderingen. Een stem wordt schor, of iemand maakt "
        "geen grapjes meer. Zulke dingen noemen we signalen. Een signaal is geen bewijs. Het is "
        "een reden om iets te vragen. In deze les leer je wat je met een signaal doet, en wat "
        "niet.</p>",
    ),
    ("heading", "Signalen die je kunt horen"),
    (
        "tips",
        {
            "title": "Let op wat anders is dan anders",
            "items": [
                "Een schorre stem rond het middaguur: misschien is dit het eerste gesprek van "
                "vandaag.",
                "Iemand heeft laat op de ochtend nog niets gegeten.",
                "De gordijnen blijven dicht, of iemand komt het huis niet meer uit.",
                "Er wordt niet meer gepraat over buren, vrienden of kinderen.",
                "Iemand vergeet opeens jullie vaste dag, of belt jou midden in de nacht.",
                "Alles is ‘best’ of ‘zijn gangetje’, en de vragen aan jou blijven weg.",
                "Je hoort iemand anders boos praten op de achtergrond.",
            ],
        },
    ),
    (
        "paragraph",
        "<p>Eén signaal zegt nog weinig. Iedereen slaapt weleens uit. Hoor je er meer, of blijft "
        "het zo? Vraag er dan naar. Zeg wat je hoort, en niet wat je denkt. ‘U klinkt schor’ is "
        "een feit. ‘U bent eenzaam’ is een oordeel.</p><p>Eenzaamheid hoort bij het leven. Je kunt "
        "het niet voor iemand oplossen. Je kunt wel luisteren en samen zoeken naar wat iemand zelf "
        "graag wil. Wat gaf vroeger plezier? Wie is er nog in de buurt? Begin bij wat er wél "
        "is.</p>",
    ),
    ("heading", "Beloof geen geheim"),
    (
        "case",
        {
            "title": "‘Je zegt het tegen niemand, hè?’",
            "face": "older-woman-short",
            "text": "<p>Ingrid belt al een paar maanden met mevrouw Ramdin. Vandaag fluistert "
            "zij. Haar neef haalt geld van haar rekening. ‘Maar je zegt het tegen niemand, hè?’ "
            "Ingrid wil dat mevrouw Ramdin haar blijft vertrouwen. Toch voelt zij: dit kan ik niet "
            "alleen.</p>",
            "question": "Wat zou jij antwoorden, zodat je eerlijk bent en het vertrouwen blijft?",
        },
    ),
    (
        "paragraph",
        "<p>Beloof nooit dat je alles geheim houdt. Zeg liever: ‘Ik vertel het niet zomaar rond. "
        "Als ik me zorgen maak, overleg ik met mijn coördinator. Dat hoort u dan eerst van "
        "mij.’ Zo weet de ander precies wat je doet. Bij misbruik of geweld bel je dezelfde dag "
        "nog met je coördinator.</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p><b>Is er direct gevaar?</b> Valt iemand, krijgt iemand geen adem of "
            'hoor je geweld? Bel dan <a href="tel:112">112</a>. Zegt iemand dat hij niet meer '
            "wil leven? Vraag rustig "
            "wat hij bedoelt en hang niet op. Je kunt dag en nacht "
            '<a href="tel:113">113</a> bellen, of gratis '
            '<a href="tel:08000113">0800-0113</a>, ook om zelf raad te vragen. Bel daarna je '
            "coördinator.</p>",
        },
    ),
    ("heading", "Oefen: een lastig gesprek"),
    (
        "paragraph",
        "<p>Je belt met meneer Yilmaz. Vandaag klinkt hij anders. Kies wat je zegt. "
        "Het gesprek kan op zeven manieren aflopen. Je kunt steeds een stap terug.</p>",
    ),
    ("bellen_phone_call", CALL),
    ("heading", "Privacy: vertel niet verder wat je hoort"),
    (
        "paragraph",
        "<p>Mensen vertellen jou persoonlijke dingen. Daar ga je voorzichtig mee om. Praat er "
        "niet over met familie, buren of andere vrijwilligers. Noem ook geen details waaraan "
        "iemand te herkennen is. Zet niets in een appgroep.</p><p>Wil je een zorg bespreken? "
        "Vraag de ander eerst om toestemming. ‘Mag ik dit met mijn coördinator bespreken?’ "
        "Krijg je een nee? Dan kun je nog steeds om raad vragen zonder een naam te noemen. Zo "
        "help je, en blijft de ander veilig.</p><p>Ook deze website bewaart niets over de "
        "mensen die je belt. Er is geen plek om hun naam of verhaal in te vullen. De gesprekken "
        "in deze training zijn niet echt gebeurd.</p>",
    ),
    ("heading", "Waar breng je een signaal?"),
    (
        "paragraph",
        "<p>Ga eerst naar je eigen coördinator. Heb je die niet, of weet je niet waar je moet "
        "zijn? Bel of mail dan het Infopunt Informele Zorg. Daar denkt iemand met je mee over "
        "een passende volgende stap. Je hoeft niet te zeggen om wie het gaat. Vraag ook of je "
        "later hoort wat er met je vraag is gedaan.</p>",
    ),
    ("infopunt", None),
    (
        "reflection",
        {
            "question": "Met wie kun jij praten als je aan een gesprek blijft denken?",
            "hint": "Denk aan je coördinator of een andere vrijwilliger. Je kunt over jouw "
            "gevoel praten zonder te vertellen om wie het gaat. Wat doet jou goed na een zwaar "
            "gesprek?",
        },
    ),
    ("heading", "Ga bellen"),
    (
        "paragraph",
        "<p>Kies vandaag één persoon om te bellen. Pak een vel papier en schrijf je briefje. Zeg "
        "je eerste zin hardop. Bel dan, en spreek meteen af "
        "wanneer je weer belt.</p>"
        "<p>In de bijeenkomst oefenen we met elkaar, zonder elkaar te zien. Zit je bij elkaar? Dan "
        "ga je rug aan rug zitten. Is het online? Dan zet je je camera even uit. Neem één zin mee "
        "die voor jou werkte, en één moment dat je lastig vond.</p>"
        "<p>Wil je verder leren? Kijk dan eens bij de trainingen over eenzaamheid, rouw of "
        "zingeving.</p>",
    ),
]
