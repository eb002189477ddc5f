"""Lesson 3: words that help and words that hurt, and how to bear a silence."""

BODY: list[tuple[str, object]] = [
    ("heading", "Bang om het verkeerde te zeggen"),
    (
        "paragraph",
        "<p>Je komt iemand tegen in de supermarkt. Haar man is net overleden. Wat nu? Veel mensen "
        "lopen snel een andere kant op. Niet omdat ze onaardig zijn. Ze zijn bang voor een fout "
        "woord.</p>"
        "<p>Maar weglopen doet vaak meer pijn dan een verkeerde zin. Wie rouwt, merkt heel goed "
        "dat anderen wegkijken. Je mag dus best zeggen: ‘Ik weet niet goed wat ik moet "
        "zeggen. Maar ik denk aan je.’ Dat is eerlijk, en het is genoeg.</p>",
    ),
    ("heading", "Wat vaak pijn doet"),
    (
        "paragraph",
        "<p>Deze zinnen zijn lief bedoeld. Toch voelt de ander zich er vaak alleen door.</p>"
        "<ul>"
        "<li><b>‘Hij heeft een mooie leeftijd gehad.’</b> De ander hoort: je mag niet zo "
        "verdrietig zijn.</li>"
        "<li><b>‘Je moet sterk zijn.’</b> De ander hoort: huil maar niet bij mij.</li>"
        "<li><b>‘Ik weet precies hoe je je voelt.’</b> Maar dat weet je niet. Het verhaal gaat "
        "opeens over jou.</li>"
        "<li><b>‘Tijd heelt alle wonden.’</b> Daar heeft iemand vanavond niets aan.</li>"
        "<li><b>‘Bel maar als er iets is.’</b> Wie moe is van verdriet, belt niet. Jij zult zelf "
        "moeten bellen.</li>"
        "</ul>"
        "<p>Zie je wat in al deze zinnen hetzelfde is? Ze willen het verdriet kleiner maken, of "
        "snel weg hebben. Vaak is dat omdat wíj het moeilijk vinden om het te zien.</p>",
    ),
    ("heading", "Wat vaak helpt"),
    (
        "paragraph",
        "<p>Het verdriet hoeft niet weg. Laat merken dat je het ziet. Dat kan met weinig "
        "woorden:</p><ul><li><b>Zeg wat je ziet.</b> ‘U heeft zijn jas nog "
        "hangen.’</li><li><b>Vraag open.</b> ‘Hoe was hij vroeger?’ ‘Wat mist u het "
        "meest?’</li><li><b>Herhaal een woord.</b> ‘Leeg, zegt u.’ En dan wachten.</li><li><b>Bied "
        "iets aan dat klein en duidelijk is.</b> ‘Ik neem donderdag soep mee. Is half zes "
        "goed?’</li><li><b>Kom terug op de vorige keer.</b> ‘U vertelde over het zomerhuisje. Daar "
        "moest ik nog aan denken.’</li></ul>",
    ),
    (
        "quote",
        {
            "text": (
                "De mooiste zin kwam van de postbode. ‘Wat zal het stil zijn bij u,’ zei hij. "
                "Verder niets."
            ),
            "who": "Een weduwnaar van 77, die niet echt bestaat",
        },
    ),
    (
        "rouw_en_verlies_conversation",
        {
            "title": "In de rij bij de bakker",
            "face": "older-woman-short",
            "situation": (
                "Mevrouw Osei woont bij jou in de straat. Haar man Kwame is zes weken geleden "
                "overleden. Je hebt haar sindsdien niet gesproken.\n\n"
                "Nu sta je achter haar in de rij. Ze draait zich om en je ziet dat ze moe is."
            ),
            "who": "Mevrouw Osei",
            "says": "Ik vroeg net om twee broodjes. Twee. Terwijl ik er maar één nodig heb.",
            "options": [
                {
                    "say": "Ach, dat andere broodje kunt u toch invriezen?",
                    "effect": "closes",
                    "reply": "Ja. Dat kan natuurlijk ook. (Ze zoekt in haar tas naar geld.)",
                    "why": (
                        "Je lost het broodje op. Maar het ging niet over brood. Het ging over "
                        "Kwame. Mevrouw Osei merkt dat en praat er niet verder over."
                    ),
                },
                {
                    "say": "Wat rot voor u. Maar gelukkig heeft u de kinderen nog.",
                    "effect": "mixed",
                    "reply": "Ja, de kinderen zijn lief. (Ze knikt, en is even stil.) Tja.",
                    "why": (
                        "Het eerste deel is warm: je ziet dat het rot is. Met ‘maar gelukkig’ zeg "
                        "je dat het toch niet zo erg is. Probeer eens te stoppen na de eerste zin."
                    ),
                },
                {
                    "say": "Twee broodjes. Dan is het net of Kwame er nog is.",
                    "effect": "opens",
                    "reply": (
                        "Ja. Precies dat. Hij at ze altijd al op voor we thuis waren. Kruimels in "
                        "de hele auto!"
                    ),
                    "why": (
                        "Je noemt zijn naam en je laat merken dat je haar begrijpt. Meer hoeft "
                        "niet. Nu is er ruimte voor een herinnering, en zelfs voor een lach."
                    ),
                },
                {
                    "say": "Toen mijn moeder stierf, had ik dat ook. Ik weet nog dat ik toen…",
                    "effect": "closes",
                    "reply": "O ja? Wat naar voor u. (Ze luistert naar jouw verhaal.)",
                    "why": (
                        "Je wilt laten merken dat zij niet de enige is. Dat is lief. Maar nu "
                        "troost zij jou. Je eigen verhaal kan later een keer, als zij ernaar "
                        "vraagt."
                    ),
                },
            ],
            "remember": (
                "Je hoeft geen mooie zin te hebben. Herhaal wat je hoort en noem de naam van wie "
                "gemist wordt."
            ),
        },
    ),
    ("heading", "Stil durven zijn"),
    (
        "paragraph",
        "<p>Stilte voelt vaak lang. Vijf tellen lijken een minuut. Toch gebeurt er in een stilte "
        "veel. De ander zoekt woorden, of moet bijna huilen. Als jij dan gaat praten, stopt "
        "dat.</p><p>Zo houd je het vol. Zet je voeten plat op de grond. Adem rustig uit. Tel in je "
        "hoofd tot tien. Kijk vriendelijk, en kijk ook eens naar buiten of naar de foto. Dan voelt "
        "de ander zich niet bekeken.</p><p>Gaat iemand huilen? Blijf zitten. Schuif de zakdoekjes "
        "dichterbij. Je mag een hand op een arm leggen, als dat bij jullie past. Zeg niet: ‘Stil "
        "maar.’ Zeg liever niets, of: ‘Het mag.’</p>",
    ),
    (
        "dialogue",
        {
            "title": "Tien tellen",
            "faces": [
                {"who": "Meneer Van Vliet", "face": "older-man-bald"},
            ],
            "lines": [
                {"speaker": "Jij", "text": "Hoe was het om zondag alleen te eten?"},
                {"speaker": "Meneer Van Vliet", "text": "Ging wel."},
                {"speaker": "Jij", "text": "(Je zegt niets en roert in je thee.)"},
                {
                    "speaker": "Meneer Van Vliet",
                    "text": "Nou ja. Nee. Ik had haar bord ook gepakt.",
                },
                {"speaker": "Jij", "text": "Haar bord."},
                {
                    "speaker": "Meneer Van Vliet",
                    "text": "Ik heb het laten staan. Dan zat ik niet zo alleen.",
                },
            ],
            "afterthought": (
                "‘Ging wel’ was niet het echte antwoord. Het echte antwoord kwam na de stilte. "
                "Je hoefde alleen te wachten."
            ),
        },
    ),
    (
        "rouw_en_verlies_conversation",
        {
            "title": "De kleren in de kast",
            "face": "older-man-bald",
            "situation": (
                "Je komt al een paar maanden bij meneer Van Vliet (81). Zijn vrouw Ria is zeven "
                "maanden geleden overleden. Jullie drinken thee.\n\n"
                "Opeens staat hij op. Hij doet de kast open. Haar kleren hangen er nog."
            ),
            "who": "Meneer Van Vliet",
            "says": "Mijn dochter zegt dat dit nu weg moet. Maar ik kan het niet.",
            "options": [
                {
                    "say": "Het moet weg, het kan niet… Wat maakt het zo moeilijk voor u?",
                    "effect": "opens",
                    "reply": (
                        "Als die jurken weg zijn, is zij ook echt weg. Die blauwe droeg ze op ons "
                        "feest. Voel eens."
                    ),
                    "why": (
                        "Je herhaalt zijn twee kanten en je vraagt open. Je kiest niet voor hem en "
                        "niet voor zijn dochter. Daardoor kan hij zelf zeggen waar het over gaat."
                    ),
                },
                {
                    "say": "Uw dochter heeft wel gelijk. Opruimen helpt om het af te sluiten.",
                    "effect": "closes",
                    "reply": "Dat zegt iedereen. (Hij doet de kast dicht.) Nog thee?",
                    "why": (
                        "Nu zeggen twee mensen wat hij moet doen. En afsluiten hoeft niet: veel "
                        "mensen houden graag iets in huis. Hij trekt zich terug."
                    ),
                },
                {
                    "say": "Laat toch lekker hangen! Niemand heeft daar iets over te zeggen.",
                    "effect": "mixed",
                    "reply": "Ja. Ja, dat vind ik eigenlijk ook. Maar ze bedoelt het goed, hoor.",
                    "why": (
                        "Je komt voor hem op en dat voelt fijn. Maar je geeft ook je eigen mening. "
                        "Nu moet hij zijn dochter verdedigen, en het gaat niet meer over de "
                        "jurken."
                    ),
                },
                {
                    "say": "Zal ik volgende week komen helpen met inpakken?",
                    "effect": "mixed",
                    "reply": (
                        "Dat is aardig van je. Maar nee. Nog niet. (Hij strijkt over een mouw.)"
                    ),
                    "why": (
                        "Je hulp is duidelijk en lief, maar komt te vroeg. Hij zei juist dat hij "
                        "het niet kan. Luister eerst. Vraag later eens of hij hulp wil, en op "
                        "welke dag."
                    ),
                },
            ],
            "remember": (
                "Er is geen vaste tijd voor opruimen. De een doet het na een week, de ander na "
                "jaren. Degene die rouwt, bepaalt het tempo."
            ),
        },
    ),
    (
        "tips",
        {
            "title": "Vijf zinnen voor op je koelkast",
            "items": [
                "‘Ik weet niet wat ik moet zeggen, maar ik ben er.’",
                "‘Vertel eens over haar.’",
                "‘U hoeft niets. Ik blijf gewoon even zitten.’",
                "‘Ik kom donderdag om twee uur weer. Is dat goed?’",
                "‘Wil je erover praten, of juist even niet?’",
            ],
        },
    ),
    (
        "reflection",
        {
            "question": "Welke zin zeg jij snel als je het moeilijk vindt?",
            "hint": (
                "Iedereen heeft er een: ‘komt goed’, ‘niet huilen’, ‘zo is het nu eenmaal’. "
                "Bedenk één "
                "zin die je de volgende keer in plaats daarvan kunt zeggen. Of bedenk dat je tien "
                "tellen stil bent."
            ),
        },
    ),
]
