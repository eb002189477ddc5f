"""Lesson 3: noticing signals, and weighing them without judging."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Mensen zeggen bijna nooit: ‘Ik ben eenzaam.’ Zij laten het soms wel merken, met kleine "
        "dingen. In deze les leer je die kleine dingen zien. Daarna oefen je met een bezoek "
        "aan een mevrouw die niet echt bestaat.</p>",
    ),
    ("heading", "Wat is een signaal?"),
    (
        "paragraph",
        "<p>Een signaal is iets dat je opvalt. Je ziet, hoort, ruikt of voelt dat er iets "
        "anders is dan anders. Of je merkt dat er iets niet klopt. Jij bent vaak op een goede "
        "plek om dat te merken. Je komt aan de deur, je belt, je drinkt koffie.</p>",
    ),
    ("heading", "Wat je kunt zien, horen en ruiken"),
    (
        "paragraph",
        "<ul>"
        "<li><b>Aan het huis.</b> De gordijnen zijn vaak dicht. De post stapelt zich op. "
        "Er hangt een geur die er eerst niet was.</li>"
        "<li><b>Aan de stem.</b> Iemand is midden op de dag schor. Misschien heeft hij nog met "
        "niemand gepraat.</li>"
        "<li><b>Aan het lijf.</b> Iemand heeft om elf uur nog niets gegeten. De kleren zijn "
        "vuil. Iemand is mager geworden of heel moe.</li>"
        "<li><b>Aan het gedrag.</b> Iemand zegt alles af. Of iemand houdt je juist lang vast "
        "bij de deur. Iemand belt om kleine dingen, steeds weer.</li>"
        "<li><b>Aan de woorden.</b> ‘Ik wil niemand tot last zijn.’ ‘Vroeger was het hier "
        "gezellig.’ ‘Ach, wie komt er nou?’</li>"
        "<li><b>In de buurt.</b> De buren hebben iemand al lang niet gezien.</li>"
        "</ul>"
        "<p>Let ook op humor. Een grapje kan een manier zijn om iets moeilijks te zeggen. "
        "En let op stilte. Wat vertelt iemand níét?</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p>Eén signaal zegt nog weinig. Dichte gordijnen kunnen ook betekenen dat "
            "iemand nachtdienst heeft. Zie je meer signalen tegelijk? Of is er iets "
            "<b>veranderd</b>? Dan is het tijd voor een vraag.</p>",
        },
    ),
    ("heading", "Dezelfde signalen zien er niet bij iedereen hetzelfde uit"),
    (
        "paragraph",
        "<p>Bij een student zie je misschien geen dichte gordijnen, maar wel een telefoon die "
        "nooit rinkelt. Een vader alleen zegt vooral dat hij het druk heeft. Iemand die de "
        "taal nog leert, knikt en lacht, ook als het niet goed gaat. In sommige families "
        "praat je niet over gevoelens met mensen van buiten. En wie arm is, laat je soms niet "
        "binnen. Niet omdat je niet welkom bent, maar omdat er geen koffie is.</p>"
        "<p>Kijk dus naar wat voor <b>deze</b> mens gewoon is. Een verandering zegt meer dan één "
        "ding dat je ziet.</p>",
    ),
    (
        "case",
        {
            "title": "Een koerier aan de deur",
            "face": "man-glasses",
            "text": "<p>Daan bezorgt elke donderdag een pakje medicijnen bij Rachid. Rachid is "
            "24 en zit in een rolstoel. Meestal maakt hij een grap over het weer. De laatste "
            "drie weken niet. Hij steekt alleen zijn hand door de deur. Vandaag ruikt het "
            "muf in de gang. Rachid heeft dezelfde trui aan als vorige week.</p>"
            "<p>Daan heeft nog twintig pakjes te gaan. Hij twijfelt. ‘Wie ben ik om er iets "
            "van te zeggen?’ denkt hij.</p>",
            "question": "Wat is er bij Rachid veranderd? Welke vriendelijke zin zou jij zeggen, "
            "in één minuut aan de deur?",
        },
    ),
    (
        "paragraph",
        "<p><b>Een goed antwoord voor Daan:</b> zeg wat je merkt, zonder oordeel. Bijvoorbeeld: "
        "‘Ik mis je grapjes een beetje. Gaat het wel met je?’ Zo’n zin mag altijd. De ander kiest "
        "zelf wat hij vertelt. En jij kunt volgende week weer vragen.</p>",
    ),
    (
        "tips",
        {
            "title": "Van opvallen naar vragen, in drie stappen",
            "items": [
                "Zie: wat neem je precies waar? Houd het bij feiten. ‘De stoel naast haar is "
                "leeg’, niet ‘zij is zielig’.",
                "Denk: wat kan het betekenen? Bedenk ook een gewone reden.",
                "Vraag: zeg wat je ziet en vraag hoe het is. Wacht rustig op het antwoord.",
            ],
        },
    ),
    ("heading", "Oefenen: op huisbezoek"),
    (
        "paragraph",
        "<p>Nu ben jij aan de beurt. Lees rustig wat er gebeurt. Kruis aan wat een signaal kan "
        "zijn. Je mag zo vaak oefenen als je wilt.</p>",
    ),
    (
        "signaleren_visit",
        {
            "title": "Op de koffie bij mevrouw Bakker",
            "face": "older-woman-bun",
            "scene": "<p>Mevrouw Bakker is 78. Haar man is vorig jaar overleden. Je komt vandaag "
            "voor de derde keer bij haar. Het is half twaalf.</p>",
            "question": "Wat kan hier een signaal van eenzaamheid zijn? Kruis het aan.",
            "fragments": [
                {
                    "text": "De gordijnen aan de straatkant zijn nog dicht. Vorige week was dat "
                    "ook zo.",
                    "signal": True,
                    "why": "Gordijnen die vaak dicht zijn, kunnen betekenen dat iemand zich "
                    "terugtrekt. Het kan ook zijn dat zij slecht slaapt of dat het licht "
                    "haar pijn doet.",
                    "ask": "‘Ik zie dat de gordijnen nog dicht zijn. Hoe was uw ochtend?’",
                },
                {
                    "text": "Mevrouw Bakker doet open. Haar stem is schor. ‘Jij bent de eerste "
                    "die ik vandaag spreek,’ zegt zij.",
                    "signal": True,
                    "why": "Wie midden op de dag schor is, heeft misschien nog niet gepraat. "
                    "Zij zegt het zelf ook. Een verkoudheid kan natuurlijk ook.",
                    "ask": "‘De eerste vandaag? Hoe is dat voor u, zo’n stille ochtend?’",
                },
                {
                    "text": "In de gang staat een rollator met een gehaakt kleedje erop.",
                    "signal": False,
                    "why": "Een rollator zegt iets over lopen. Hij zegt niets over hoe iemand "
                    "zich voelt. Veel mensen gaan er juist vaak mee op pad.",
                    "ask": "",
                },
                {
                    "text": "Op tafel ligt een puzzelboek. ‘Dat doe ik heel graag,’ zegt zij.",
                    "signal": False,
                    "why": "Alleen puzzelen is gewoon prettig voor veel mensen. Het is wel een "
                    "mooi begin van een gesprek over wat zij graag doet.",
                    "ask": "",
                },
                {
                    "text": "Je vraagt of zij al heeft gegeten. ‘Nee, nog niet. Voor mij alleen "
                    "is het zo’n gedoe.’",
                    "signal": True,
                    "why": "Laat of slecht eten zie je vaker als er niemand is om mee te eten. "
                    "Er kan ook iets anders zijn, zoals een slechte maag of weinig geld.",
                    "ask": "‘Hoe was dat vroeger, samen eten?’",
                },
                {
                    "text": "Aan de muur hangt haar trouwfoto. Zij vertelt met een glimlach hoe "
                    "zij haar man leerde kennen.",
                    "signal": False,
                    "why": "Verlies geeft meer risico op eenzaamheid. Maar met een glimlach "
                    "vertellen over je man is op zichzelf geen signaal. Luister dus mee.",
                    "ask": "",
                },
                {
                    "text": "‘De buurvrouw? Wij dronken elke week koffie. Die heb ik al maanden "
                    "niet gezien.’",
                    "signal": True,
                    "why": "Er is contact weggevallen. Dat kan gemis geven. Misschien is de "
                    "buurvrouw ziek of verhuisd. Je weet het pas als je het vraagt.",
                    "ask": "‘Mist u die ochtenden met de buurvrouw?’",
                },
                {
                    "text": "Na anderhalf uur sta je op. ‘Ga je nu al?’ vraagt zij. Zij houdt je "
                    "hand lang vast.",
                    "signal": True,
                    "why": "Iemand die je niet wil laten gaan, heeft misschien lang op bezoek "
                    "gewacht. Het kan ook haar manier zijn om dag te zeggen.",
                    "ask": "‘Ik merk dat afscheid nemen lastig is. Klopt dat?’",
                },
            ],
            "closing": "Bij mevrouw Bakker komen signalen bij elkaar. Toch weet je nog niet of zij "
            "eenzaam is. Dat kan alleen zij vertellen. Stel dus één vraag en luister.",
        },
    ),
    ("heading", "Waar breng ik mijn signaal?"),
    ("infopunt", None),
    (
        "knowledge_check",
        {
            "title": "Wat doe je met een signaal?",
            "question": "Je ziet bij iemand drie signalen. Wat is een goede eerste stap?",
            "multiple": False,
            "options": [
                {
                    "text": "Ik zeg: ‘Volgens mij bent u eenzaam. Daar moeten we iets aan doen.’",
                    "correct": False,
                    "feedback": "Zo plak je een stempel op iemand. De ander kan zich schamen "
                    "of boos worden. En je weet het niet zeker.",
                },
                {
                    "text": "Ik zeg wat ik merk en vraag hoe het met de ander gaat.",
                    "correct": True,
                    "feedback": "Ja. Je blijft bij de feiten en laat de ander zelf vertellen.",
                },
                {
                    "text": "Ik zeg niets, want ik ben geen hulpverlener.",
                    "correct": False,
                    "feedback": "Je hoeft geen hulpverlener te zijn om een vriendelijke vraag te "
                    "stellen. Juist een gewoon mens mag dat doen.",
                },
            ],
            "explanation": "<p>Een signaal is geen bewijs. Het is een reden om te vragen. "
            "Weet je niet goed hoe? Dat leer je in de les ‘Het gesprek beginnen’.</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Welk signaal zou jij makkelijk missen? Waarom juist dat?",
            "hint": "Kijk terug naar de opdracht. Let jij meer op wat je ziet of op wat je hoort? "
            "Denk niet aan namen. Het gaat hier om jouw manier van kijken.",
        },
    ),
]
