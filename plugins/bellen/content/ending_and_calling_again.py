"""Lesson 4: ending well, calling again, and limits."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Bij een goed gesprek hoort een goed einde. Veel vrijwilligers vinden juist dat lastig. "
        "Ze willen niet onbeleefd zijn en praten dus maar door. In deze les leer je afronden "
        "zonder schuldgevoel. En je leest waarom één keer bellen meestal niet genoeg is.</p>",
    ),
    ("heading", "Afronden in drie stappen"),
    (
        "paragraph",
        "<ol><li><b>Zeg dat je gaat stoppen.</b> Doe dat vijf minuten van tevoren. ‘We hebben nog "
        "een paar minuten. Is er iets wat u nog wilt vertellen?’</li><li><b>Kijk samen terug.</b> "
        "Noem één ding dat je mooi of belangrijk vond. ‘Ik vond het mooi wat u vertelde over uw "
        "tuin.’</li><li><b>Kijk samen vooruit.</b> Zeg wanneer je weer belt, en vraag wat de ander "
        "zo gaat doen. ‘Ik bel u dinsdag om tien uur. Wat doet u nu zo meteen?’</li></ol><p>Die "
        "laatste vraag lijkt klein. Toch helpt zij de ander om na het gesprek iets te gaan doen. "
        "Wie zegt ‘dan zet ik een kopje thee’, zit straks niet stil naast de telefoon.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Ruth rondt af met meneer Van Dam",
            "faces": [
                {"who": "Ruth", "face": "woman-long-hair"},
                {"who": "Meneer Van Dam", "face": "older-man-bald"},
            ],
            "lines": [
                {
                    "speaker": "Ruth",
                    "text": "Meneer Van Dam, we hebben nog vijf minuten. Wilt u nog iets "
                    "vertellen?",
                },
                {"speaker": "Meneer Van Dam", "text": "Nu al? Ik had nog zoveel te vertellen!"},
                {
                    "speaker": "Ruth",
                    "text": "Dat hoor ik, en ik wil het graag horen. Zullen we de helft voor "
                    "volgende week bewaren? Dan begint u met het verhaal over de boot.",
                },
                {"speaker": "Meneer Van Dam", "text": "De boot, ja. Dat is een goede."},
                {
                    "speaker": "Ruth",
                    "text": "Ik schrijf op: dinsdag, de boot. Wat gaat u nu zo meteen doen?",
                },
                {"speaker": "Meneer Van Dam", "text": "De plantjes water geven, denk ik."},
                {"speaker": "Ruth", "text": "Doe ze de groeten. Tot dinsdag om tien uur!"},
            ],
            "afterthought": "Ruth neemt zijn teleurstelling serieus, maar zij houdt zich aan "
            "haar tijd. Het verhaal over de boot is nu een reden om verder te praten. Zij "
            "schrijft alleen een woord op, geen hele geschiedenis.",
        },
    ),
    ("heading", "Eén keer is vaak niet genoeg"),
    (
        "paragraph",
        "<p>In 2020 ontdekten organisaties in Utrecht iets wat we nu nog gebruiken. Na het eerste "
        "telefoontje weet je vaak nog weinig. Mensen zeggen dat het goed gaat, ook als dat niet zo "
        "is. Soms komt pas bij het derde of vierde gesprek het echte verhaal.</p><p>Bel dus nog "
        "eens. De ander gaat je vertrouwen als je echt weer belt, op de dag die je noemde. Onthoud "
        "één ding uit het vorige gesprek en vraag ernaar. ‘Hoe was het bij de oogarts?’ Zo merkt "
        "de ander dat je hem niet vergeten bent.</p><p>Wil iemand niet meer gebeld worden? "
        "Respecteer dat. Vraag of je over een maand nog eens mag bellen. Is het antwoord nee, dan "
        "is het nee. Bedank voor de gesprekken en vertel het je coördinator.</p>",
    ),
    (
        "case",
        {
            "title": "Drie keer geen gehoor",
            "face": "man-glasses",
            "text": "<p>Marek belt elke donderdag met meneer Post. Die neemt altijd snel op. "
            "Vandaag niet. Marek probeert het na een uur opnieuw, en na het eten nog eens. Weer "
            "niets. Hij heeft geen ander nummer. Marek weet dat meneer Post vorige week "
            "duizelig was.</p>",
            "question": "Wanneer wacht je nog even, en wanneer vraag je iemand om hulp?",
        },
    ),
    (
        "paragraph",
        "<p>Vaak is er niets aan de hand. Iemand is bij de kapper of de batterij is leeg. Maar "
        "hier past het niet bij wat Marek kent, en er was al een zorg. Dan bel je dezelfde dag "
        "je coördinator. Die weet of er familie of een buur is die kan gaan kijken. Spreek "
        "zoiets al af bij de start: wat doen we als u niet opneemt?</p>",
    ),
    ("heading", "Zeg wat je wel en niet doet"),
    (
        "paragraph",
        "<p>Een grens is niet onaardig. Door een grens weet de ander wat jij wel en niet kunt "
        "doen. Zeg liever eerlijk wat je wel en niet doet, dan dat je later niet meer belt. Zeg "
        "het vriendelijk, kort en zonder lange uitleg.</p>",
    ),
    (
        "tips",
        {
            "title": "Zinnen voor een vriendelijke grens",
            "items": [
                "‘Ik bel u op dinsdag. Op andere dagen kan ik er niet voor u zijn.’",
                "‘Dat weet ik niet. Ik vraag het na en ik kom er dinsdag op terug.’",
                "‘Over geld mag ik geen raad geven. Mijn coördinator weet wie dat wel kan.’",
                "‘Ik merk dat u boos bent. Zullen we stoppen en het morgen opnieuw proberen?’",
                "‘Zulke opmerkingen vind ik niet prettig. Als u doorgaat, hang ik op.’",
                "‘Ik neem er geen tweede belafspraak bij. Eén keer per week kan ik volhouden.’",
            ],
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Wat past bij een goed einde?",
            "question": "Je kwartier is bijna om. Wat doe je? Er is meer dan één goed antwoord.",
            "multiple": True,
            "options": [
                {
                    "text": "Ik zeg vijf minuten van tevoren dat we gaan afronden.",
                    "correct": True,
                    "feedback": "Zo kan de ander nog zeggen wat belangrijk is.",
                },
                {
                    "text": "Ik zeg wanneer ik weer bel, met dag en tijd.",
                    "correct": True,
                    "feedback": "Zo weet de ander wanneer je belt, en kan hij er zin in krijgen.",
                },
                {
                    "text": "Ik zeg dat er wordt aangebeld, ook als dat niet zo is.",
                    "correct": False,
                    "feedback": "Een smoesje lijkt makkelijk. Maar mensen merken het vaak, en "
                    "dan is het vertrouwen weg.",
                },
                {
                    "text": "Ik praat door tot de ander zelf ophangt.",
                    "correct": False,
                    "feedback": "Dan word jij na een tijd veel te moe. Houd je aan de tijd die je "
                    "noemde.",
                },
            ],
            "explanation": "<p>Zeg dat je gaat stoppen, kijk samen terug en kijk samen vooruit. "
            "Met die drie stappen rond je eerlijk en vriendelijk af. Je hebt er geen smoes voor "
            "nodig.</p>",
        },
    ),
    ("heading", "Na het gesprek"),
    (
        "paragraph",
        "<p>Neem zelf ook tijd om rustig te worden. Sta op, drink een glas water, kijk even naar "
        "buiten. Schrijf op je briefje de datum van het volgende gesprek en één woord om op terug "
        "te komen. Meer bewaar je niet. Ben je verdrietig door het gesprek? Praat dan met je "
        "coördinator en noem geen namen tegen anderen.</p>",
    ),
    (
        "reflection",
        {
            "question": "Welke grens vind jij moeilijk om te zeggen?",
            "hint": "Denk aan tijd, geld, beloftes of je eigen nummer. Kies een zin uit de tips "
            "en maak er je eigen zin van. Zeg hem hardop, met een rustige stem.",
        },
    ),
]
