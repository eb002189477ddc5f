"""Lesson 4: holding the conversation."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Je hebt iets gemerkt. En nu? Veel vrijwilligers vinden dit het spannendst. Zij zijn "
        "bang om iets verkeerds te zeggen. Goed nieuws: een perfecte zin bestaat niet. "
        "Rustig en eerlijk vragen is genoeg.</p>",
    ),
    ("heading", "Hoe jij doet, helpt het meest"),
    (
        "paragraph",
        "<ul>"
        "<li><b>Wees er gewoon.</b> Leg je telefoon weg. Ga zitten. Neem tijd.</li>"
        "<li><b>Dring niet aan, en beslis niet voor de ander.</b> De ander bepaalt hoe snel het "
        "gaat.</li><li><b>Oordeel niet.</b> Ook niet over geld, rommel of ruzie in de "
        "familie.</li><li><b>Doe niet alsof jij de baas bent.</b> Vraag ook eens iets terug: een "
        "recept, een verhaal, hulp met je fietsband. Iets kunnen geven doet iedereen "
        "goed.</li><li><b>Respecteer een nee.</b> Een nee van vandaag kan later een ja "
        "worden.</li></ul>",
    ),
    ("heading", "Eerst nog een keer kijken"),
    (
        "paragraph",
        "<p>Voordat je praat, kijk je. Ga mee naar Yusuf. Na de oefening lees je hoe het gesprek "
        "met hem kan gaan.</p>",
    ),
    (
        "signaleren_visit",
        {
            "title": "Aan de deur bij Yusuf",
            "face": "man-beard",
            "scene": "<p>Yusuf is 45. Hij is gescheiden en zoekt werk. Zijn twee kinderen wonen "
            "bij hem. Je brengt hem een pakket van de wijk en maakt een praatje.</p>",
            "question": "Wat kan hier een signaal van eenzaamheid zijn? Kruis het aan.",
            "fragments": [
                {
                    "text": "‘Let niet op de rommel,’ zegt Yusuf. In de gang liggen schoenen, "
                    "een step en drie tassen.",
                    "signal": False,
                    "why": "Een volle gang hoort bij een huis met kinderen. Dit zegt niets over "
                    "eenzaamheid.",
                    "ask": "",
                },
                {
                    "text": "Je vertelt over het feest in de straat. ‘Dat kost vast weer geld,’ "
                    "zegt hij. ‘Ik ga nergens meer heen.’",
                    "signal": True,
                    "why": "Hij doet niet meer mee, en geld lijkt een reden. Wie weinig geld "
                    "heeft, ziet vaak minder mensen. Zeg niet te snel dat iets gratis is. Vraag "
                    "eerst verder.",
                    "ask": "‘Waar ging je vroeger graag naartoe?’",
                },
                {
                    "text": "Hij laat trots het zwemdiploma van zijn dochter zien.",
                    "signal": False,
                    "why": "Trots delen is een goed teken. Het laat zien wat hij belangrijk vindt. "
                    "Het zegt alleen niet hoe het met hem zelf gaat.",
                    "ask": "",
                },
                {
                    "text": "‘’s Avonds, als de kinderen slapen? Dan is het stil. Dan heb ik "
                    "alleen de televisie.’",
                    "signal": True,
                    "why": "Misschien mist hij iemand om de dag mee te delen. Dat kan emotionele "
                    "eenzaamheid zijn. Sommige mensen genieten juist van die rust.",
                    "ask": "‘Is die stilte fijn of juist niet?’",
                },
                {
                    "text": "Hij praat met een accent en zoekt af en toe naar een woord.",
                    "signal": False,
                    "why": "Moeite met de taal kan meedoen lastiger maken. Maar een accent is "
                    "geen signaal. Geef hem gewoon de tijd.",
                    "ask": "",
                },
                {
                    "text": "‘Ik voetbalde elke zaterdag. Sinds ik geen werk heb, bellen de "
                    "mannen niet meer.’",
                    "signal": True,
                    "why": "Zijn kring is kleiner geworden. Dat kan sociale eenzaamheid zijn. "
                    "Of er meer speelt, hoor je alleen van hemzelf.",
                    "ask": "‘Wat mis je het meest aan die zaterdagen?’",
                },
                {
                    "text": "Hij lacht: ‘Jij bent deze week de eerste bij ons die groter is dan "
                    "mijn kinderen.’",
                    "signal": True,
                    "why": "Met een grap kun je makkelijker iets moeilijks zeggen. Misschien sprak "
                    "hij de hele week geen volwassene. Misschien houdt hij gewoon van grappen.",
                    "ask": "‘Je maakt er een grapje van. Is het soms ook lastig?’",
                },
            ],
            "closing": "Bij Yusuf komen geld, werk en scheiding samen. Denk niet voor hem wat hij "
            "nodig heeft. Begin bij wat hij graag doet en vraag het hem zelf.",
        },
    ),
    ("heading", "Waar breng ik mijn signaal?"),
    ("infopunt", None),
    ("heading", "Zo kan het gesprek gaan"),
    (
        "dialogue",
        {
            "title": "Een eerste gesprek met Yusuf",
            "faces": [
                {"who": "Yusuf", "face": "man-beard"},
            ],
            "lines": [
                {
                    "speaker": "Jij",
                    "text": "Je zei net dat je nergens meer heen gaat. Daar moet ik nog aan "
                    "denken.",
                },
                {"speaker": "Yusuf", "text": "Ach, dat zei ik zomaar. Het gaat wel."},
                {
                    "speaker": "Jij",
                    "text": "Dat geloof ik. Je doet veel voor je kinderen. En hoe is het met jou?",
                },
                {"speaker": "Yusuf", "text": "Met mij? Dat vraagt nooit iemand."},
                {"speaker": "Jij", "text": "Ik ben benieuwd. Neem je tijd."},
                {
                    "speaker": "Yusuf",
                    "text": "Overdag gaat het. De avonden zijn lang. Dan denk ik: wie ben ik nog, "
                    "zonder werk?",
                },
                {
                    "speaker": "Jij",
                    "text": "Dat klinkt zwaar. Je mist meer dan alleen het geld, hoor ik.",
                },
                {"speaker": "Yusuf", "text": "Ja. De jongens van het voetbal. Het lachen samen."},
                {
                    "speaker": "Jij",
                    "text": "Wat zou jij zelf fijn vinden? Het hoeft niet groot te zijn.",
                },
                {
                    "speaker": "Yusuf",
                    "text": "Misschien één van die jongens bellen. Maar ik durf niet zo goed.",
                },
                {
                    "speaker": "Jij",
                    "text": "Dat snap ik. Zullen we volgende week samen bedenken wat je kunt "
                    "zeggen?",
                },
            ],
            "afterthought": "Het woord ‘eenzaam’ valt niet. Dat hoeft ook niet. Jij herhaalt wat "
            "Yusuf zegt, vraagt kort door en laat het soms stil zijn. Je geeft geen advies. De "
            "eerste stap komt van Yusuf zelf, uit zijn eigen kring. En jij komt terug.",
        },
    ),
    ("heading", "Zinnen die helpen"),
    (
        "tips",
        {
            "title": "Zo gaat iemand vertellen",
            "items": [
                "Zeg wat je merkt: ‘U bent stiller dan anders. Klopt dat?’",
                "Vraag met wie: ‘Met wie kunt u hierover praten?’",
                "Vraag naar gewone dagen: ‘Hoe ziet een zondag er bij u uit?’",
                "Vraag naar wat er was: ‘Waar werd u vroeger blij van?’",
                "Herhaal kort wat je hoort: ‘De avonden zijn dus het moeilijkst.’",
                "Zeg eens vijf tellen niets. Vaak komt dan het echte antwoord.",
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p>Na deze zinnen wil iemand vaak niet meer praten:</p><ul><li>‘Niet zo "
            "verdrietig zijn. Het komt wel goed.’</li><li>‘U moet gewoon meer onder de mensen "
            "komen.’</li><li>‘Andere mensen hebben het erger.’</li><li>‘Bel uw dochter "
            "dan!’</li></ul><p>Ze zijn goed bedoeld. Maar de ander hoort: jij begrijpt mij "
            "niet.</p>",
        },
    ),
    ("heading", "Als iemand nee zegt"),
    (
        "case",
        {
            "title": "‘Daar heb ik geen zin in’",
            "face": "older-woman-short",
            "text": "<p>Lien vertelt mevrouw Santos over een eettafel in de buurt. ‘Nee, dat is "
            "niets voor mij,’ zegt mevrouw Santos. Lien wil nog een keer zeggen hoe gezellig het "
            "is. Maar zij zegt het niet. ‘Dat is prima,’ zegt zij. ‘Wat is wél iets voor u?’</p>"
            "<p>Mevrouw Santos denkt na. ‘Vroeger maakte ik kleren. Voor de hele straat.’ Een "
            "week later "
            "neemt Lien een broek mee die kapot is. Mevrouw Santos zet haar naaimachine "
            "op tafel. Zij is heel blij.</p>",
            "question": "Wat deed Lien goed? Wat zou jij iemand kunnen vragen om voor jou te doen?",
        },
    ),
    (
        "paragraph",
        "<p><b>Dit deed Lien goed:</b> zij zei niet nog een keer dat de eettafel leuk is. Zij vond "
        "het nee goed. Daarna vroeg zij wat mevrouw Santos zelf graag doet. En zij vroeg om hulp. "
        "Zo kon mevrouw Santos iets voor een ander doen.</p>",
    ),
    (
        "paragraph",
        "<p>Kies samen een eerste stap die bij de ander past. Ga de eerste keer mee, als de ander "
        "dat wil. Juist die eerste keer is vaak eng. Ben jij niet de juiste persoon? Dat kan. Zoek "
        "dan samen wie het wel is: een nicht, een oude collega, iemand van de moskee of de kerk, "
        "iemand die dezelfde taal spreekt.</p>",
    ),
    (
        "knowledge_check",
        {
            "title": "Wat zeg je terug?",
            "question": "Meneer Visser zegt: ‘Mijn zoon belt alleen met Kerst. Maar ja, hij is "
            "druk.’ Welke reacties geven hem ruimte? Kies alles wat past.",
            "multiple": True,
            "options": [
                {
                    "text": "‘Alleen met Kerst. Hoe is dat voor u?’",
                    "correct": True,
                    "feedback": "Je herhaalt zijn woorden en stelt een open vraag. Hij kan zelf "
                    "kiezen wat hij zegt.",
                },
                {
                    "text": "‘Wat een slechte zoon, zeg.’",
                    "correct": False,
                    "feedback": "Dit is een oordeel. Meneer Visser zal zijn zoon nu misschien "
                    "verdedigen. Het gesprek gaat dan niet meer over hem.",
                },
                {
                    "text": "‘U mist hem, hoor ik.’ En dan even stil zijn.",
                    "correct": True,
                    "feedback": "Je noemt voorzichtig een gevoel en wacht. Klopt het niet, dan "
                    "zegt hij dat wel.",
                },
                {
                    "text": "‘U kunt toch zelf ook bellen?’",
                    "correct": False,
                    "feedback": "Dit advies komt te snel. Het klinkt alsof het zijn eigen schuld "
                    "is.",
                },
            ],
            "explanation": "<p>Ruimte geven is: herhalen, vragen, wachten. Advies kan later nog, "
            "als de ander erom vraagt.</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Welke zin uit deze les past bij jou? Zeg hem eens hardop.",
            "hint": "Maak de zin van jezelf, met je eigen woorden. Oefen hem met iemand die je "
            "kent. Gebruik daarbij geen verhaal van een ander.",
        },
    ),
]
