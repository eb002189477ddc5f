"""Lesson 1: what loneliness is, and what the reader knows of it from their own life."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Fijn dat je er bent. In deze training leer je eenzaamheid zien. Je leert ook hoe je "
        "er een gewoon gesprek over begint. Je hoeft niets op te lossen. Je hoeft geen "
        "hulpverlener te zijn. Kijken, luisteren en er zijn: dat is al veel.</p>"
        "<p>We beginnen bij het begin. Wat is eenzaamheid eigenlijk? En wat weet jij er zelf "
        "al van?</p>",
    ),
    ("heading", "Alleen zijn is iets anders dan eenzaam zijn"),
    (
        "paragraph",
        "<p>Alleen zijn kun je zien. Er is dan niemand bij je. Veel mensen vinden dat soms heel "
        "prettig. Eenzaam zijn kun je niet zomaar zien. Het is een gevoel van binnen. "
        "Je mist contact met andere mensen. Of het contact dat je hebt, is niet wat je nodig "
        "hebt.</p>"
        "<p>Iemand kan dus alleen wonen en zich prima voelen. En iemand kan elke dag mensen om "
        "zich heen hebben en zich toch eenzaam voelen.</p>",
    ),
    (
        "case",
        {
            "title": "Twee buren in dezelfde flat",
            "face": "older-man-glasses",
            "text": "<p>Meneer De Wit is 81 en woont alleen. Hij heeft één goede vriend. Zij "
            "bellen elke avond even. Meneer De Wit leest veel. Hij noemt zijn dagen ‘rustig en "
            "goed’.</p>"
            "<p>Fatima is 38 en woont een verdieping lager. Zij heeft een druk gezin en een "
            "drukke baan. Op het schoolplein maakt zij met iedereen een praatje. Maar niemand "
            "weet dat zij zich zorgen maakt over haar huwelijk. ‘Ik praat de hele dag,’ zegt "
            "zij. ‘En toch weet niemand hoe het met mij gaat.’</p>",
            "question": "Wie van deze twee is eenzaam, denk je? Waar let je dan op?",
        },
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Eenzaamheid gaat niet over hoeveel mensen iemand ziet. Het gaat over "
            "wat iemand <b>mist</b>. Alleen de ander weet hoe dat voelt.</p>",
        },
    ),
    ("heading", "Drie vormen van eenzaamheid"),
    (
        "paragraph",
        "<p>Eenzaamheid is niet altijd hetzelfde. We kennen drie vormen. Het helpt als je het "
        "verschil kent. Want wat helpt, is ook niet altijd hetzelfde.</p><ul><li><b>Emotionele "
        "eenzaamheid.</b> Je mist één mens die heel dichtbij is. Denk aan een partner, een zus of "
        "een beste vriend. Iemand bij wie je jezelf kunt zijn.</li><li><b>Sociale eenzaamheid.</b> "
        "Je mist een groep mensen om je heen. Denk aan buren, collega’s, kennissen of een club. Je "
        "hoort nergens bij.</li><li><b>Existentiële eenzaamheid.</b> Dat is een moeilijk woord. "
        "Het betekent: je voelt je verloren. Je weet niet meer waar je nog voor "
        "leeft.</li></ul><p>Vaak heeft iemand meer dan één vorm. Iemand die zijn vrouw verliest, "
        "mist haar. Maar soms verliest hij ook de vrienden die zij samen hadden. En later vraagt "
        "hij zich af: waarvoor sta ik nog op?</p>",
    ),
    (
        "quote",
        {
            "text": "Mensen zeiden: ga bij een koor, dan heb je aanspraak. Maar ik zocht geen "
            "veertig mensen. Ik zocht er één.",
            "who": "Niet echt gezegd, maar zo kun je het horen",
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Welke vorm herken je?",
            "question": "Ahmed is pas verhuisd naar Utrecht. Hij belt elke dag met zijn vrouw, "
            "die later komt. Hij zegt: ‘In deze stad ken ik niemand. Ik hoor nergens bij.’ "
            "Welke vorm van eenzaamheid past hier het best bij?",
            "multiple": False,
            "options": [
                {
                    "text": "Emotionele eenzaamheid",
                    "correct": False,
                    "feedback": "Ahmed mist zijn vrouw vast. Maar hij heeft elke dag een goed "
                    "gesprek met haar. Hij noemt vooral de stad waar hij niemand kent.",
                },
                {
                    "text": "Sociale eenzaamheid",
                    "correct": True,
                    "feedback": "Ja. Ahmed mist mensen om zich heen: buren, kennissen, een "
                    "groep waar hij bij hoort.",
                },
                {
                    "text": "Existentiële eenzaamheid",
                    "correct": False,
                    "feedback": "Daarvan hoor je hier niets. Ahmed twijfelt niet aan de zin van "
                    "zijn leven. Hij zoekt mensen in zijn nieuwe stad.",
                },
            ],
            "explanation": "<p>Dit is vooral sociale eenzaamheid. Toch weet je het pas zeker als "
            "je het vraagt. Een goede vraag is: ‘Wat mis je hier het meest?’</p>",
        },
    ),
    ("heading", "Eenzaamheid hoort bij het leven"),
    (
        "paragraph",
        "<p>Bijna iedereen is wel eens eenzaam. Na een verhuizing. Na een scheiding. Of op een "
        "feest waar je niemand kent. Vaak gaat het gevoel weer over. Het is ook nuttig: het "
        "zegt je dat je andere mensen nodig hebt.</p>"
        "<p>Soms blijft het gevoel. Dan kan het zwaar worden. Veel mensen schamen zich ervoor. "
        "Zij denken: het ligt aan mij. Daarom praten zij er niet over. Dat maakt jouw "
        "aandacht zo waardevol.</p>"
        "<p>Jij kunt eenzaamheid bijna nooit helemaal wegnemen. Je kunt wel zorgen dat iemand zich "
        "<b>minder eenzaam</b> voelt. Met een bezoek, een vraag, een hand op de schouder als dat "
        "past.</p>",
    ),
    ("heading", "Jouw eigen ervaring"),
    (
        "paragraph",
        "<p>Je kunt een ander beter begrijpen als je jezelf kent. Daarom vragen we je om terug "
        "te denken. Je hoeft dit met niemand te delen. Denk je aan iets dat pijn doet? Stop dan "
        "gerust. Ga even lopen, of bel iemand die je vertrouwt.</p>",
    ),
    (
        "reflection",
        {
            "question": "Wanneer voelde jij je eenzaam? En wie of wat hielp je toen?",
            "hint": "Denk aan je schooltijd, een verhuizing, een ziekte of een afscheid. Was er "
            "iemand die het zag? Wat deed of zei die persoon? En wat hielp juist niet? Wat je "
            "denkt, wordt nergens bewaard.",
        },
    ),
    (
        "tips",
        {
            "title": "Dit kun je leren van je eigen ervaring",
            "items": [
                "Wat jou hielp, helpt een ander misschien niet. Vraag dus altijd wat de ander "
                "fijn vindt.",
                "Vertel alleen iets over jezelf als het de ander ruimte geeft. Houd het kort.",
                "Zeg nooit: ‘Ik weet precies hoe je je voelt.’ Zeg liever: ‘Ik kan me "
                "voorstellen dat dat zwaar is.’",
                "Merk je dat een verhaal jou te veel raakt? Praat erover met je coördinator. Heb "
                "je die niet? Bel het Infopunt.",
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p>In deze training werken we met mensen die niet echt bestaan. Schrijf dus "
            "nergens "
            "de naam of het verhaal van een echte persoon op. Zo houden we zijn of haar "
            "privacy veilig.</p>",
        },
    ),
    (
        "paragraph",
        "<p><b>Doe dit vandaag.</b> Let één dag op hoe vaak mensen ‘goed, hoor’ zeggen als "
        "iemand vraagt hoe het gaat. Let ook op jezelf. Hoe vaak geef jij zo’n snel antwoord? "
        "In de les ‘Waar komt eenzaamheid vandaan?’ lees je hoe eenzaamheid begint.</p>",
    ),
]
