"""Lesson 2: existential loneliness, and what to do with it."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Sommige mensen hebben veel te doen en voelen zich toch leeg. Er komt bezoek. De "
        "kinderen bellen. En toch zegt iemand: ‘Ik leef wel, maar waarvoor?’ In deze les leer je "
        "wat dat is. Ook leer je wat jij kunt doen, en wat niet.</p>",
    ),
    ("heading", "Drie soorten eenzaamheid"),
    (
        "paragraph",
        "<p>Eenzaam zijn is niet hetzelfde als alleen zijn. Er zijn drie soorten. Ze kunnen samen "
        "voorkomen.</p>"
        "<ul>"
        "<li><b>Emotionele eenzaamheid.</b> Je mist één mens die heel dichtbij is. Een partner, "
        "een zus, een beste vriend.</li>"
        "<li><b>Sociale eenzaamheid.</b> Je mist mensen om je heen. Buren, kennissen, een "
        "clubje.</li>"
        "<li><b>Existentiële eenzaamheid.</b> Je voelt je verloren in je eigen leven. Je weet niet "
        "meer waar je bij hoort, of waarvoor je opstaat.</li></ul><p>‘Existentieel’ is een "
        "moeilijk woord. Het betekent: het gaat over je bestaan, over het leven zelf. Deze les "
        "gaat over die derde soort.</p>",
    ),
    ("heading", "Hoe voelt dat?"),
    (
        "quote",
        {
            "text": "Er komen genoeg mensen langs, hoor. Maar het is net of ik in een huis woon "
            "dat niet meer van mij is.",
            "who": "Mevrouw De Wit, 79 jaar (zij bestaat niet echt)",
        },
    ),
    (
        "paragraph",
        "<p>Mensen noemen het heel verschillend. Leeg. Mist in mijn hoofd. Alsof ik achter glas "
        "zit. Alles gaat door, maar ik doe niet meer mee.</p>"
        "<p>Het kan komen na een verlies. Het kan ook komen als iemand stopt met werken, of niet "
        "meer kan zorgen voor een ander. Wat je elke dag een reden gaf om op te staan, valt dan "
        "weg. Wie van een ander land komt, kan het dubbel voelen. Het oude thuis is er niet meer. "
        "Het nieuwe is het nooit helemaal geworden.</p>",
    ),
    (
        "case",
        {
            "title": "Taart, en toch ver weg",
            "face": "older-man-cap",
            "text": "<p>Meneer El Amrani wordt 75. De kamer zit vol met kinderen en "
            "kleinkinderen. Er is taart en muziek. Noor, zijn vrijwilliger, komt hem "
            "feliciteren.</p>"
            "<p>Ze vindt hem in de keuken. Hij kijkt uit het raam. ‘Ze praten zo snel’, zegt hij. "
            "‘In Marokko ben ik op bezoek. En hier ook.’ Noor wil zeggen: maar u heeft zo’n mooie "
            "familie! Maar ze zegt het niet. Ze komt naast hem staan. ‘Op bezoek in uw eigen "
            "leven’, "
            "zegt ze zacht. Hij knikt. Lang zeggen ze niets.</p>",
            "question": "Noor zei niet dat hij zo’n mooie familie heeft. Wat zou er zijn gebeurd "
            "als zij dat wél had gezegd?",
        },
    ),
    ("heading", "Waarom nog meer bezoek niet altijd helpt"),
    (
        "paragraph",
        "<p>Bij sociale eenzaamheid kan een koffieochtend goed helpen. Bij existentiële "
        "eenzaamheid werkt dat vaak niet. Iemand zit dan tussen de mensen en voelt zich nog "
        "leger. Zelfs een goed plan kan dan pijn doen. Het zegt eigenlijk: jouw gevoel moet "
        "weg.</p>"
        "<p>Wat helpt dan wel? Dat iemand er echt bij blijft. Iemand die niet schrikt en niet "
        "oplost. Dan is het lege gevoel er nog, maar je bent er niet meer alleen mee. Je kunt deze "
        "eenzaamheid meestal niet weghalen. Je kunt wel zorgen dat het iets minder pijn doet.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Oplossen of erbij blijven",
            "faces": [
                {"who": "Mevrouw De Wit", "face": "older-woman-bun"},
                {"who": "Kofi", "face": "young-man-short"},
            ],
            "lines": [
                {
                    "speaker": "Mevrouw De Wit",
                    "text": "De dagen gaan voorbij. Maar ik zit er niet meer in.",
                },
                {
                    "speaker": "Kofi",
                    "text": "Misschien moet u eens naar de bingo. Die is heel gezellig.",
                },
                {"speaker": "Mevrouw De Wit", "text": "Ja. Misschien wel, ja."},
                {
                    "speaker": "Kofi",
                    "text": "Sorry. Ik geef u raad, en daar vroeg u niet om. U zei: ik zit er "
                    "niet meer in. Kunt u daar iets over vertellen?",
                },
                {
                    "speaker": "Mevrouw De Wit",
                    "text": "Nou. Ik sta op en ik denk: voor wie? Vroeger wist ik dat.",
                },
                {"speaker": "Kofi", "text": "Voor wie stond u op, vroeger?"},
                {
                    "speaker": "Mevrouw De Wit",
                    "text": "Voor de klas. Ik was juf. Dertig kinderen die op mij wachtten.",
                },
            ],
            "afterthought": "Kofi geeft eerst meteen een oplossing. Het gesprek valt stil. Dan "
            "herhaalt hij haar eigen woorden en vraagt hij door. Je mag dus gewoon opnieuw "
            "beginnen.",
        },
    ),
    (
        "tips",
        {
            "title": "Zo blijf je erbij",
            "items": [
                "Herhaal een paar woorden van de ander. ‘Leeg, zegt u.’ Meer hoeft soms niet.",
                "Geef geen raad waar niemand om vraagt.",
                "Zeg niet dat het wel meevalt. Voor de ander valt het niet mee.",
                "Vraag naar een tijd waarin het anders was. Wat maakte de ander toen blij?",
                "Vraag de ander iets terug: een recept, een mening, een beetje hulp.",
                "Kom terug wanneer je het hebt beloofd. Dan weet de ander dat jij echt komt.",
            ],
        },
    ),
    ("heading", "Een leeg gevoel, of een ziekte?"),
    (
        "paragraph",
        "<p>Een leeg gevoel is geen ziekte. Maar soms is er wel iets aan de hand waar een arts bij "
        "moet kijken. Let op als het al een paar weken duurt. Iemand slaapt slecht, eet bijna niet "
        "of komt niet meer uit bed. Iemand vindt niets meer leuk, ook niet wat altijd wél leuk "
        "was. Dan kan het een depressie zijn. Dat is een ziekte waar hulp voor is.</p><p>Jij hoeft "
        "dat niet te bepalen. Je zegt wat je ziet: ‘U eet de laatste weken zo weinig. Ik maak me "
        "zorgen. Zullen we samen bedenken hoe u de huisarts belt?’ En vertel je zorg aan de "
        "coördinator van je organisatie.</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p><b>Wil iemand niet meer leven?</b> Vraag er dan gewoon naar: ‘Denkt u er "
            "wel eens aan om een einde aan uw leven te maken?’ Door die vraag breng je niemand op "
            "een idee. Iemand is daarna vaak opgelucht. Blijf er niet alleen mee. Bel samen de "
            "huisarts, of "
            '<b><a href="tel:113">113</a></b> (Zelfmoordpreventie, dag en nacht, ook '
            '<a href="tel:08000113">0800-0113</a>). Is er nu gevaar? Bel dan '
            '<b><a href="tel:112">112</a></b>. Bel daarna je coördinator.</p>',
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Wat doe je?",
            "question": "Meneer Santos krijgt veel bezoek. Toch zegt hij: ‘Ik hoor nergens meer "
            "bij.’ Hij eet en slaapt goed. Wat past nu het best?",
            "multiple": False,
            "options": [
                {
                    "text": "Je zoekt een extra maatje, zodat er nog meer bezoek komt.",
                    "correct": False,
                    "feedback": "Bezoek heeft hij al. Het lege gevoel komt ergens anders vandaan. "
                    "Luister eerst.",
                },
                {
                    "text": "Je zegt dat hij blij mag zijn met zoveel mensen om zich heen.",
                    "correct": False,
                    "feedback": "Goed bedoeld, maar zo stopt het gesprek. Hij voelt zich "
                    "misschien ook nog ondankbaar.",
                },
                {
                    "text": "Je herhaalt zijn woorden en vraagt: waar hoorde u vroeger bij?",
                    "correct": True,
                    "feedback": "Ja. Je neemt zijn woorden serieus en je vraagt rustig verder.",
                },
                {
                    "text": "Je belt dezelfde dag zijn dochter.",
                    "correct": False,
                    "feedback": "Niet zonder dat hij het weet. Het is zijn verhaal. Vraag hem "
                    "eerst of hij het goed vindt.",
                },
            ],
            "explanation": "<p>Meneer Santos voelt zich verloren. Dat is existentiële eenzaamheid. "
            "Aandacht voor zijn verhaal helpt meer dan nog een afspraak in de agenda.</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Wanneer voelde jij je wel eens alleen tussen andere mensen?",
            "hint": "Een feest, een nieuw land, een eerste werkdag. Wat had je toen graag van "
            "iemand gehoord? En wat juist niet?",
        },
    ),
]
