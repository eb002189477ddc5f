"""Lesson 2: causes, consequences, themes and groups with more risk, and why it is complex."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Waarom wordt de een eenzaam en de ander niet? Daar is bijna nooit één reden voor. "
        "In deze les leer je welke dingen samen kunnen komen. Dan begrijp je een ander beter. En "
        "je oordeelt minder snel.</p>",
    ),
    ("heading", "Drie soorten oorzaken"),
    (
        "paragraph",
        "<ul>"
        "<li><b>In de persoon zelf.</b> Iemand is verlegen. Of iemand spreekt de taal nog niet "
        "goed. Of iemand weet niet goed hoe een computer of telefoon werkt.</li><li><b>In de "
        "mensen eromheen.</b> Er verandert iets groots in het leven. Een partner overlijdt. Een "
        "baan stopt. Vrienden verhuizen. De kring wordt kleiner.</li><li><b>In de samenleving.</b> "
        "Mensen hebben een oordeel over armoede, ziekte, geloof of op wie je verliefd wordt. Wie "
        "zich niet welkom voelt, blijft weg.</li></ul><p>De derde oorzaak vergeten we vaak. Het "
        "ligt dus lang niet altijd aan de mens zelf. Soms laten anderen iemand niet meedoen.</p>",
    ),
    ("heading", "Wat eenzaamheid met iemand kan doen"),
    (
        "paragraph",
        "<p>Lang eenzaam zijn doet pijn. Het is ook slecht voor het lijf. Iemand slaapt slecht, "
        "eet slecht of beweegt weinig. Hij wordt eerder ziek en heeft eerder zorg "
        "nodig.</p><p>Eenzaamheid kan ook steeds erger worden. Dat gaat in kleine "
        "stappen:</p><ol><li>Iemand voelt zich eenzaam en schaamt zich.</li><li>Hij zegt een keer "
        "een afspraak af.</li><li>Anderen vragen hem minder vaak mee.</li><li>Hij denkt: zie je "
        "wel, niemand mist mij.</li><li>Hij trekt zich nog verder terug.</li></ol><p>Zie je een "
        "vroege stap? Dan is er nog veel mogelijk. Met een gewone vraag kun jij dan al helpen.</p>",
    ),
    ("heading", "Vier thema’s die het risico groter maken"),
    (
        "paragraph",
        "<ul>"
        "<li><b>Armoede.</b> Koffie in een café, een verjaardagscadeau, een kaartje voor de "
        "bus: het kost allemaal geld. Wie dat niet heeft, zegt steeds vaker nee. Vaak "
        "komt er schaamte bij.</li>"
        "<li><b>Moeite met taal, computers of contact.</b> Een praatje is lastig als je de "
        "woorden niet hebt. Een app van de buurt helpt niet als je geen smartphone hebt.</li>"
        "<li><b>Verlies.</b> Denk aan de dood van een partner. Maar ook aan het verlies van "
        "werk, gezondheid, een huis of een land.</li>"
        "<li><b>Minder makkelijk op pad kunnen.</b> Wie slecht loopt, niet durft te fietsen of "
        "geen vervoer heeft, komt minder mensen tegen.</li>"
        "</ul>",
    ),
    (
        "knowledge_check",
        {
            "title": "Welke thema’s zie je?",
            "question": "Mevrouw Tesfaye is 58. Zij moest stoppen met werken door haar knie. "
            "Zij loopt moeilijk en woont driehoog zonder lift. Van haar uitkering houdt zij "
            "weinig over. Haar Nederlands is goed. Welke thema’s spelen hier? Kies alles wat "
            "past.",
            "multiple": True,
            "options": [
                {
                    "text": "Armoede",
                    "correct": True,
                    "feedback": "Dit past. Zij houdt weinig geld over. Dan wordt meedoen al "
                    "snel te duur.",
                },
                {
                    "text": "Moeite met taal",
                    "correct": False,
                    "feedback": "Dit past niet. Haar Nederlands is goed. Pas op met wat je "
                    "denkt bij een naam.",
                },
                {
                    "text": "Verlies",
                    "correct": True,
                    "feedback": "Dit past. Zij verloor haar werk en daarmee ook haar collega’s.",
                },
                {
                    "text": "Minder makkelijk op pad kunnen",
                    "correct": True,
                    "feedback": "Dit past. Door haar knie en de trappen komt zij moeilijk de "
                    "deur uit.",
                },
            ],
            "explanation": "<p>Drie thema’s komen hier samen. Dat zie je vaak. Na één probleem "
            "komt vaak het volgende. Of zij zich eenzaam voelt, weet je nog steeds niet. Dat "
            "vertelt alleen zij.</p>",
        },
    ),
    ("heading", "Groepen die meer risico lopen"),
    (
        "paragraph",
        "<p>Bij sommige groepen komt eenzaamheid vaker voor. Dat zegt iets over de groep. "
        "Het zegt niets over de mens die voor je zit. Gebruik deze lijst dus om <b>beter te "
        "kijken</b>, nooit om een stempel te zetten.</p>"
        "<ul>"
        "<li><b>Jongeren en studenten.</b> Zij lijken druk. Maar een nieuwe stad of een "
        "leven op een scherm kan leeg voelen.</li>"
        "<li><b>Mensen van 40 tot 65.</b> Juist in deze jaren is eenzaamheid vaker ernstig. "
        "Zij hebben het ‘te druk’ en niemand vraagt ernaar.</li>"
        "<li><b>Mensen boven de 65.</b> De kring wordt kleiner en het lijf werkt soms minder "
        "mee.</li>"
        "<li><b>Mensen die alleen wonen of alleen een kind opvoeden.</b> Er is vaak geen "
        "volwassene om de dag mee te delen.</li>"
        "<li><b>Mensen die een partner verloren of zijn gescheiden.</b> De plek aan tafel is "
        "leeg.</li>"
        "<li><b>Mensen met een migratieachtergrond.</b> Taal, afstand tot familie of "
        "vooroordelen kunnen contact moeilijker maken.</li>"
        "<li><b>Mensen met een beperking of een slechte gezondheid.</b> Wie moe is of pijn heeft, "
        "komt minder buiten. En niet elk gebouw heeft een lift.</li><li><b>Mantelzorgers, ook als "
        "de zorg voorbij is.</b> Eerst is er geen tijd voor anderen. Daarna is de dag "
        "leeg.</li><li><b>Mensen zonder werk</b> en mensen die <b>dakloos zijn of waren</b>. Zij "
        "missen collega’s, een ritme of een plek. Vaak voelen zij zich "
        "bekeken.</li><li><b>LHBTI-mensen.</b> Dat zijn mensen die lesbisch, homo, bi, trans of "
        "intersekse zijn. Wie zichzelf moet verbergen, kan zich heel alleen voelen.</li></ul>",
    ),
    ("heading", "Het is bijna altijd ingewikkeld"),
    (
        "case",
        {
            "title": "Bij Joke komt alles tegelijk",
            "face": "woman-long-hair",
            "text": "<p>Joke is 52. Zij zorgde zes jaar voor haar moeder. Haar baan gaf zij "
            "daarvoor op. In het voorjaar stierf haar moeder. Sindsdien heeft Joke weinig geld en "
            "weinig te doen. Oude vriendinnen bellen niet meer. Want zij zei altijd nee.</p>"
            "<p>Een kennis gaf haar een folder van een wandelclub. Joke legde de folder bij de "
            "oude kranten. ‘Ze denken dat ik een hobby nodig heb,’ zegt zij. ‘Maar ik weet "
            "niet eens meer wie ik ben zonder mama.’</p>",
            "question": "Welke thema’s en vormen van eenzaamheid herken je? En waarom hielp de "
            "folder niet?",
        },
    ),
    (
        "paragraph",
        "<p>Bij Joke spelen verlies en armoede samen. Zij mist haar moeder, haar vriendinnen en "
        "haar doel. Een tip of folder lost dat niet op. Wat wel kan helpen: tijd, aandacht en "
        "samen zoeken naar wat bij haar past. Soms is daar ook een ander voor nodig, die er "
        "meer van weet.</p>",
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Een risico is nog geen signaal. En een signaal is nog geen bewijs. "
            "Weet je het niet zeker? <b>Vraag</b> het dan.</p>",
        },
    ),
    (
        "tips",
        {
            "title": "Zo kijk je zonder oordeel",
            "items": [
                "Zie eerst de mens, dan pas de leeftijd, de ziekte of de afkomst.",
                "Bedenk bij elk oordeel drie andere redenen. Een stil iemand kan ook moe zijn, "
                "slecht horen of nadenken.",
                "Vraag naar wat goed gaat. Iedereen heeft ook krachten, kennis en mensen om "
                "wie hij geeft.",
                "Praat langzaam en duidelijk als taal lastig is. Praat niet harder en niet "
                "kinderachtig.",
            ],
        },
    ),
    (
        "reflection",
        {
            "question": "Over welke groep oordeel jij het snelst? Wees eerlijk.",
            "hint": "Dat is menselijk. Waar komt dat oordeel vandaan? Ken je iemand uit die groep "
            "die er niet bij past? Wat kun je de volgende keer vragen, in plaats van denken? "
            "Je gedachten worden niet bewaard.",
        },
    ),
]
