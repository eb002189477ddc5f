"""Lesson 4: slow questions, silence, and listening under the words."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>In deze les ga je oefenen. Hoe hoor je wat iemand echt bedoelt? Welke vraag stel je "
        "dan? En hoe blijf je stil zonder dat het ongemakkelijk wordt? Neem de tijd. Lees een stuk "
        "hardop als dat helpt.</p>",
    ),
    ("heading", "Snelle vragen en trage vragen"),
    (
        "paragraph",
        "<p>Op een snelle vraag kun je meteen antwoorden. Hoe laat eet u? Bent u al bij de dokter "
        "geweest? Zulke vragen zijn handig, maar je praat dan niet over wat echt belangrijk "
        "is.</p><p>Een <b>trage vraag</b> is een vraag waar iemand over mag nadenken. Je hoeft er "
        "vanavond geen antwoord op te krijgen. Misschien komt het volgende week. Misschien komt "
        "het nooit, en dat is ook goed. Want al nadenkend ontdekt iemand vaak wat hij zelf "
        "vindt.</p><ul><li>Snel: Heeft u kinderen? Traag: Wat heeft u van uw kinderen "
        "geleerd?</li><li>Snel: Bent u verdrietig? Traag: Wat mist u het meest?</li><li>Snel: Gaat "
        "u nog naar de moskee? Traag: Wat vond u daar, dat u nu niet heeft?</li><li>Snel: Wilt u "
        "naar een clubje? Traag: Bij wie voelde u zich ooit echt thuis?</li></ul><p>Een trage "
        "vraag begint vaak met ‘wat’, ‘hoe’ of ‘wie’. Vraag niet vaak ‘waarom’. Dat klinkt snel "
        "alsof iemand zich moet verdedigen.</p>",
    ),
    ("heading", "Vier dingen die je in één zin kunt horen"),
    (
        "paragraph",
        "<p>In één zin kun je vaak meer dingen horen. Neem deze zin: ‘Mijn zoon belt alleen nog op "
        "zondag.’</p><ol><li><b>Het feit.</b> De zoon belt één keer per week.</li><li><b>Het "
        "gevoel.</b> Iemand klinkt teleurgesteld, of juist begripvol.</li><li><b>Wat belangrijk "
        "is.</b> Contact met het gezin. Nodig zijn.</li><li><b>De levensvraag.</b> Doe ik er voor "
        "hem nog toe?</li></ol><p>Vaak reageren we alleen op het feit. ‘Zal ik u leren "
        "beeldbellen?’ Probeer eens het gevoel te noemen: ‘Ik hoor dat u hem mist. Klopt dat?’ Ga "
        "steeds één ding verder, niet vier tegelijk. En vraag altijd of het klopt. Jij raadt maar, "
        "de ander weet het.</p>",
    ),
    ("heading", "Waarom stil zijn helpt"),
    (
        "paragraph",
        "<p>Na een trage vraag wordt het stil. Dat voelt al gauw lang. Toch gebeurt er dan vaak "
        "het meest. De ander zoekt woorden, of durft bijna iets te zeggen. Zeg dan nog "
        "niets.</p><p>Tel in je hoofd rustig tot tien. Adem uit. Kijk vriendelijk, of kijk even "
        "mee uit het raam. Wil de ander er niet over praten? Dan merk je dat wel. Zeg dan: ‘Het "
        "hoeft niet. We kunnen het ook over iets anders hebben.’</p>",
    ),
    (
        "dialogue",
        {
            "title": "De stilte van meneer Kowalski",
            "faces": [
                {"who": "Meneer Kowalski", "face": "older-man-bald"},
                {"who": "Fatma", "face": "woman-headscarf"},
            ],
            "lines": [
                {
                    "speaker": "Fatma",
                    "text": "U zei vorige week: ik had het anders moeten doen. Daar moest ik nog "
                    "aan denken.",
                },
                {"speaker": "Meneer Kowalski", "text": "Ach. Dat is zo lang geleden."},
                {"speaker": "Fatma", "text": "Wilt u er iets over vertellen? Het hoeft niet."},
                {
                    "speaker": "Meneer Kowalski",
                    "text": "(Het blijft lang stil. Fatma wacht en roert in haar thee.)",
                },
                {
                    "speaker": "Meneer Kowalski",
                    "text": "Ik was altijd op zee. Mijn dochter noemde mij meneer, toen ze klein "
                    "was.",
                },
                {"speaker": "Fatma", "text": "Meneer. Wat deed dat met u?"},
                {
                    "speaker": "Meneer Kowalski",
                    "text": "Ik lachte erom. Maar ik hoor het nog elke nacht.",
                },
                {"speaker": "Fatma", "text": "Wat zou u haar nu willen zeggen?"},
            ],
            "afterthought": "Fatma komt terug op een zin van vorige week. Ze vraagt of het mag. "
            "Ze laat de stilte duren. Daarna volgt ze steeds één woord van meneer Kowalski zelf.",
        },
    ),
    ("heading", "Zo begin je erover"),
    (
        "paragraph",
        "<p>Over een levensvraag praten kun je leren. Deze zes stappen helpen. Je hoeft ze niet "
        "allemaal te doen. Soms is de eerste al genoeg.</p><ol><li><b>Merk het op.</b> Onthoud de "
        "zin waar je aan bleef denken.</li><li><b>Zeg wat je hoorde.</b> ‘U zei net: voor wie doe "
        "ik het nog.’</li><li><b>Vraag of het mag.</b> ‘Vindt u het goed als ik daar iets over "
        "vraag?’</li><li><b>Stel één trage vraag.</b> ‘Voor wie deed u het "
        "vroeger?’</li><li><b>Wacht.</b> Laat het stil zijn. Luister zonder "
        "oordeel.</li><li><b>Rond zacht af.</b> ‘Dank u dat u dit vertelt. Volgende week ben ik er "
        "weer.’</li></ol>",
    ),
    (
        "case",
        {
            "title": "Tussen de bushalte en het ziekenhuis",
            "face": "woman-headscarf",
            "text": "<p>Ravi rijdt mevrouw Yilmaz naar het ziekenhuis. Ze zegt: ‘Weet je wat ik "
            "erg vind? Dat ik straks niemand meer ben.’ Ze zijn er over vijf minuten.</p>"
            "<p>Ravi heeft geen tijd voor een lang gesprek. Hij zegt: ‘Wat u zegt, is belangrijk. "
            "Ik wil het goed horen. Zullen we er op de terugweg over praten?’ Op de "
            "terugweg zet hij de radio uit. ‘U zei: straks ben ik niemand meer. Ik ben daar "
            "nog.’</p>",
            "question": "Ravi stelde het gesprek uit. Waarom merkte mevrouw Yilmaz toch dat hij "
            "luisterde?",
        },
    ),
    (
        "tips",
        {
            "title": "Zinnen waardoor iemand gaat vertellen",
            "items": [
                "‘Hoe bedoelt u dat?’",
                "‘Dat klinkt zwaar. Wilt u er meer over zeggen?’",
                "‘Wat was toen belangrijk voor u?’",
                "‘Ik weet niet wat ik moet zeggen. Maar ik ben blij dat u het vertelt.’",
                "‘Wat zou u nog graag willen doen of zeggen?’",
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p>Na sommige woorden wil iemand vaak niet meer praten. ‘U moet …’ is er een. "
            "Ook ‘dat heeft iedereen’ en ‘ik weet precies hoe u zich voelt’ helpen niet. Zeg je "
            "het toch? Zeg dan sorry en vraag opnieuw.</p>",
        },
    ),
    (
        "zingeving_life_question",
        {
            "title": "Wat bedoelt meneer Kowalski?",
            "face": "older-man-bald",
            "context": "Meneer Kowalski is 86. Hij werkte zijn hele leven op zee. Met zijn "
            "dochter heeft hij weinig contact. Hij is rustig en helder. Na het journaal zet hij "
            "de televisie uit. Dan zegt hij dit.",
            "quote": "Ik heb altijd gewerkt. Er was brood op tafel. Maar mijn dochter heb ik "
            "bijna niet zien opgroeien.",
            "who": "Meneer Kowalski, 86 jaar",
            "questions": [
                {
                    "text": "Doe ik er nog toe?",
                    "fit": "possible",
                    "feedback": "Misschien vraagt hij zich af of zijn dochter hem nog nodig "
                    "heeft. In deze woorden kijkt hij vooral terug.",
                },
                {
                    "text": "Waarom overkomt mij dit?",
                    "fit": "less",
                    "feedback": "Hij klaagt niet over pech. Hij kijkt naar wat hij zelf koos.",
                },
                {
                    "text": "Was het goed zo?",
                    "fit": "good",
                    "feedback": "Ja. Hij kijkt terug op zijn leven. Er is trots: brood "
                    "op tafel. En er is spijt.",
                },
                {
                    "text": "Waar hoor ik bij?",
                    "fit": "less",
                    "feedback": "Dat gaat over een plek of een groep. Hij praat over wat hij "
                    "gemist heeft met zijn kind.",
                },
            ],
            "helpers": [
                {
                    "name": "Een computercursus",
                    "fits": False,
                    "feedback": "Dan los je iets op wat hij niet vroeg. Luister eerst naar wat "
                    "hij mist.",
                },
                {
                    "name": "Een geestelijk verzorger",
                    "fits": True,
                    "feedback": "Die kan goed met hem terugkijken, en ook met hem stilstaan bij "
                    "spijt en vergeving.",
                },
                {
                    "name": "De huisarts",
                    "fits": False,
                    "feedback": "Terugkijken met spijt is geen ziekte. Hij is rustig en helder. "
                    "Nu hoeft de huisarts niet mee te denken.",
                },
                {
                    "name": "Zijn dochter, als hij dat zelf wil",
                    "fits": True,
                    "feedback": "Misschien wil hij haar nog iets zeggen of schrijven. Hij "
                    "beslist. Jij belt haar niet zonder dat hij het weet.",
                },
            ],
            "open_question": "Wat zou u uw dochter graag nog willen vertellen?",
            "explanation": "Je zegt niet dat zijn spijt weg moet. Je vraagt wat er nog kan. Ook "
            "een brief die iemand nooit verstuurt, kan hem goed doen.",
        },
    ),
    (
        "reflection",
        {
            "question": "Hoe lang kun jij stil zijn in een gesprek? Wat gebeurt er dan bij jou?",
            "hint": "Probeer het vanavond eens, thuis of aan de telefoon. Stel één trage vraag en "
            "tel tot tien voordat je iets zegt.",
        },
    ),
]
