"""Lesson 2: grief has no fixed phases; it goes back and forth between loss and going on."""

BODY: list[tuple[str, object]] = [
    ("heading", "Er is geen vaste volgorde"),
    (
        "paragraph",
        "<p>Misschien heb je weleens gehoord dat rouw in stappen gaat. Eerst niet geloven, dan "
        "boos, dan verdrietig, en aan het eind vrede. Dat klinkt duidelijk. Maar zo gaat het bij "
        "de meeste mensen niet.</p>"
        "<p>Onderzoekers vonden geen vaste volgorde. De een huilt weken. De ander huilt niet. "
        "Sommige mensen zijn eerst vooral opgelucht, omdat het lijden voorbij is. Boosheid kan "
        "na een jaar nog komen, of nooit. Niemand doet het verkeerd.</p>"
        "<p>Het is goed om dit te weten. Want wie aan stappen denkt, gaat daarop letten. ‘Is ze nu "
        "al in de volgende fase?’ Dan kijk je niet meer naar de mens zelf.</p>",
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": (
                "<p>Rouw is geen ziekte. Er is geen juiste manier en geen vaste volgorde. En "
                "niemand weet hoelang het duurt.</p>"
            ),
        },
    ),
    ("heading", "Heen en weer"),
    (
        "paragraph",
        "<p>Hoe gaat het dan wel? Denk aan een schommel. Rouw beweegt heen en weer tussen twee "
        "kanten.</p>"
        "<p><b>De kant van het verlies.</b> Je mist, je huilt, je kijkt foto’s. Je vertelt voor "
        "de tiende keer hoe de laatste dag ging. Je ruikt aan een trui.</p>"
        "<p><b>De kant van het verder leven.</b> Je regelt de bank. Je leert zelf koken. Je lacht "
        "om een film. Je gaat een keer mee naar de markt.</p>"
        "<p>Iemand kan op één ochtend drie keer van kant wisselen. Dat is geen teken dat het "
        "slecht gaat. Juist dat heen en weer gaan helpt. Aan de ene kant mag iemand verdrietig "
        "zijn. Aan de andere kant kan iemand even rusten.</p><p>Jij hoeft niet te kiezen welke "
        "kant goed is. Je gaat mee naar de kant waar iemand nu is. Wil iemand over de begrafenis "
        "praten? Dan luister je. Wil iemand samen de schuur opruimen en grappen maken? Dan pak je "
        "een bezem.</p>",
    ),
    (
        "case",
        {
            "title": "Meneer Da Silva lacht weer",
            "face": "older-man-cap",
            "text": (
                "<p>De man van meneer Da Silva is drie maanden dood. Ze waren 31 jaar samen. "
                "Op dinsdag help je hem met de computer. Vandaag is hij vrolijk. Hij vertelt een "
                "mop en maakt plannen voor zijn balkon.</p>"
                "<p>Op de gang zegt de buurvrouw zacht: ‘Fijn, hè? Hij is er eindelijk overheen.’ "
                "De week daarna doet hij de deur niet open. Aan de telefoon klinkt zijn stem "
                "schor. ‘Vandaag even niet,’ zegt hij. ‘Ik vond zijn leesbril.’</p>"
            ),
            "question": "Gaat het nu slechter met meneer Da Silva? En wat doe jij volgende "
            "dinsdag?",
        },
    ),
    (
        "paragraph",
        "<p>Het gaat niet slechter met meneer Da Silva. Hij gaat heen en weer. Vorige week stond "
        "hij aan de ene kant, nu aan de andere. Volgende dinsdag bel je gewoon weer aan. Misschien "
        "zeg je: ‘Ik dacht nog aan die bril. Wilt u erover vertellen, of zullen we het balkon "
        "doen?’ Allebei is goed.</p>",
    ),
    (
        "dialogue",
        {
            "title": "De week daarna",
            "faces": [
                {"who": "Meneer Da Silva", "face": "older-man-cap"},
            ],
            "lines": [
                {
                    "speaker": "Meneer Da Silva",
                    "text": "Sorry van vorige week. Ik weet niet wat ik had.",
                },
                {"speaker": "Jij", "text": "U had zijn bril gevonden, zei u."},
                {
                    "speaker": "Meneer Da Silva",
                    "text": "In een jaszak. Er zat nog een vette vinger op het glas.",
                },
                {"speaker": "Jij", "text": "(Je wacht even.) Dan is hij heel dichtbij."},
                {
                    "speaker": "Meneer Da Silva",
                    "text": "Ja. Ik maak dat glas niet schoon. Gek, hè?",
                },
                {"speaker": "Jij", "text": "Nee hoor. Dat vind ik helemaal niet gek."},
                {
                    "speaker": "Meneer Da Silva",
                    "text": "Goed. Nou. Zullen we die plantenbakken bestellen?",
                },
            ],
            "afterthought": (
                "Binnen één minuut gaat hij van het verlies naar het balkon. Jij gaat beide keren "
                "mee. Je houdt hem niet vast in het verdriet en je duwt hem er ook niet uit."
            ),
        },
    ),
    ("heading", "Rouw voel je in je hele lichaam"),
    (
        "paragraph",
        "<p>Verdriet is niet alleen een gevoel. Mensen merken het ook aan hun lichaam en hun "
        "hoofd. Dit komt veel voor, zeker in de eerste maanden:</p>"
        "<ul>"
        "<li>slecht slapen en heel moe zijn;</li>"
        "<li>geen honger hebben, of juist de hele dag eten;</li>"
        "<li>dingen vergeten: de pan op het vuur, de afspraak bij de tandarts;</li>"
        "<li>de ander nog even horen of zien, een sleutel in het slot;</li>"
        "<li>snel boos zijn, ook op mensen die niets verkeerd deden;</li>"
        "<li>schuld voelen: had ik maar eerder de dokter gebeld.</li>"
        "</ul>"
        "<p>Mensen schrikken hier soms van. ‘Word ik gek?’ Je kunt rustig zeggen dat veel mensen "
        "dit meemaken. Maar blijven klachten lang, of worden ze erger? Dan is de huisarts de "
        "juiste persoon. Jij hoeft niet te weten wat er precies aan de hand is.</p>",
    ),
    ("heading", "Iedereen rouwt op een eigen manier"),
    (
        "paragraph",
        "<p>Sommige mensen rouwen met woorden. Zij willen praten, en nog eens praten. Anderen "
        "rouwen met hun handen. Zij timmeren een bankje voor bij het graf, of houden de moestuin "
        "bij die van hem was. In één gezin kan dat ruzie geven. De dochter denkt dat haar vader "
        "niets voelt. De vader vindt dat zijn dochter er te veel over praat. Ze missen dezelfde "
        "vrouw.</p><p>En soms was het huwelijk niet fijn. Dan is er naast verdriet ook opluchting, "
        "en daar schamen mensen zich voor. Zeg daarom nooit zomaar: ‘Wat zult u hem missen.’ Vraag "
        "liever: ‘Hoe is het nu voor u?’</p>",
    ),
    (
        "knowledge_check",
        {
            "title": "Waar of niet waar?",
            "question": "Welke zin over rouw klopt?",
            "multiple": False,
            "options": [
                {
                    "text": "Na ongeveer een jaar moet het verdriet voorbij zijn.",
                    "correct": False,
                    "feedback": (
                        "Er is geen vaste tijd. De ergste pijn wordt vaak minder, maar missen kan "
                        "een leven lang duren."
                    ),
                },
                {
                    "text": "Wie niet huilt, wil niet verdrietig zijn.",
                    "correct": False,
                    "feedback": (
                        "Niet iedereen huilt. Sommige mensen rouwen door iets te doen, of in "
                        "stilte."
                    ),
                },
                {
                    "text": "Lachen en huilen mogen op dezelfde dag.",
                    "correct": True,
                    "feedback": "Heen en weer gaan tussen verlies en verder leven is gewoon.",
                },
                {
                    "text": "Eerst is iedereen boos, en daarna word je rustig.",
                    "correct": False,
                    "feedback": "Er is geen vaste volgorde. Sommige mensen worden nooit boos.",
                },
            ],
            "explanation": (
                "<p>Rouw gaat niet over, maar verandert meestal wel. Het verdriet wordt niet "
                "altijd kleiner. Maar langzaam komen er weer andere dingen in je leven bij.</p>"
            ),
        },
    ),
    (
        "tips",
        {
            "title": "Zo ga je mee met de ander",
            "items": [
                "Vraag aan het begin: ‘Waar heeft u vandaag zin in: praten, of iets doen?’",
                "Hoor je hetzelfde verhaal voor de vijfde keer? Luister. Vaak verandert er elke "
                "keer iets kleins.",
                "Schrik niet van een lach. Lach gewoon mee.",
                "Zeg nooit dat iemand er ‘overheen’ is of moet komen.",
                "Doe samen iets met je handen. Naast elkaar praat soms makkelijker dan tegenover "
                "elkaar.",
            ],
        },
    ),
    (
        "reflection",
        {
            "question": "Wat doe jij als je rouwt: praten, iets maken of stil zijn?",
            "hint": (
                "Denk aan een verlies uit je eigen leven. Wat deed jij toen vooral? Wat vind je "
                "lastig aan iemand die het heel anders doet? Neem dat mee naar je volgende bezoek."
            ),
        },
    ),
]
