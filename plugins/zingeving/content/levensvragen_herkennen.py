"""Lesson 1: what a life question is and how to hear one."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Je gaat op bezoek voor een kop koffie of een boodschap. Dan zegt iemand ineens iets "
        "waar je stil van wordt. ‘Ach, wie zit er nog op mij te wachten.’ Je voelt dat iemand meer "
        "bedoelt. Maar wat zeg je dan?</p><p>Daar gaat deze training over. Je leert zulke woorden "
        "horen. En je leert er rustig op ingaan. Een antwoord hoef je niet te hebben. Dat is "
        "misschien wel het belangrijkste van de hele training.</p>",
    ),
    ("heading", "Wat is een levensvraag?"),
    (
        "paragraph",
        "<p>Een gewone vraag heeft een antwoord. Wie maakt mijn lamp? Hoe laat komt de bus? Je "
        "zoekt het op en je bent klaar.</p>"
        "<p>Een levensvraag is anders. Hij gaat over wat in iemands leven heel belangrijk is. Waar "
        "leef ik voor? Heb ik het goed gedaan? Er is geen snel antwoord. Je denkt lang over zo’n "
        "vraag na. Soms je hele leven.</p><p>Iedereen krijgt levensvragen. Jong en oud, gelovig en "
        "niet gelovig. Vaak komen ze als er iets verandert. Iemand wordt ziek. Een man of vrouw "
        "overlijdt. De kinderen verhuizen. Of er komt een verjaardag met veel minder bezoek dan "
        "vroeger.</p><p>Een levensvraag is geen ziekte en geen probleem. Het is een teken dat "
        "iemand nadenkt over zijn leven. Dat is gezond. Maar alleen is het soms zwaar.</p>",
    ),
    ("heading", "Vijf vragen die je vaak hoort"),
    (
        "paragraph",
        "<p>Bijna niemand stelt een levensvraag hardop. Toch hoor je deze vijf vaak, als je goed "
        "luistert.</p>"
        "<ul>"
        "<li><b>Doe ik er nog toe?</b> Iemand voelt zich niet meer nodig. ‘Ik loop iedereen maar "
        "in de weg.’</li>"
        "<li><b>Waarom overkomt mij dit?</b> Iemand vindt het leven oneerlijk. ‘Ik heb nooit "
        "gerookt. En dan dit.’</li>"
        "<li><b>Was het goed zo?</b> Iemand kijkt terug, met trots of met spijt. ‘Had ik maar "
        "vaker gebeld.’</li>"
        "<li><b>Waar hoor ik bij?</b> Iemand mist een plek of een groep. ‘Niemand spreekt hier "
        "mijn taal.’</li>"
        "<li><b>Wat komt er na de dood?</b> Iemand denkt aan het einde. ‘Ik ben benieuwd of er "
        "iemand op mij wacht.’</li>"
        "</ul><p>Vaak hoor je er twee of drie tegelijk. Je hoeft niet te weten welke het precies "
        "is. Het helpt al als je merkt dát er een vraag is.</p>",
    ),
    (
        "case",
        {
            "title": "Een boterham aan het aanrecht",
            "face": "older-woman-bun",
            "text": "<p>Yusuf doet boodschappen voor mevrouw Bakker (84). Hij zet de tas neer. "
            "Zij zegt: ‘Vroeger kookte ik elke dag voor zeven man. Nu eet ik een boterham aan het "
            "aanrecht.’</p>"
            "<p>Yusuf wil helpen. ‘Er is een dienst die warme maaltijden brengt’, zegt hij. ‘Zal "
            "ik die voor u bellen?’ Mevrouw Bakker zucht. ‘Laat maar, jongen.’</p>"
            "<p>Op de fiets denkt Yusuf na. Het ging niet over eten. Het ging over zeven man aan "
            "tafel. De week erna vraagt hij: ‘Wie zaten er toen aan uw tafel?’ Mevrouw Bakker "
            "praat een half uur. Aan het eind zegt ze: ‘Ik was iemand, toen.’</p>",
            "question": "Welke levensvraag hoor jij bij mevrouw Bakker? Wat hoorde Yusuf eerst?",
        },
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Iemand met een levensvraag zoekt meestal geen oplossing. Hij zoekt iemand "
            "die luistert.</p>",
        },
    ),
    ("heading", "Waaraan merk je het?"),
    (
        "paragraph",
        "<p>Een levensvraag hoor je vaak niet meteen. Luister dus goed naar een zucht, een grapje "
        "of een verhaal dat steeds terugkomt. Let daarom niet alleen op de woorden. Kijk ook naar "
        "het gezicht en de handen. En let op wat iemand <i>niet</i> zegt.</p>",
    ),
    (
        "tips",
        {
            "title": "Hier kun je op letten",
            "items": [
                "Iemand vertelt steeds hetzelfde verhaal over vroeger.",
                "Iemand maakt een grapje over de dood of over overbodig zijn.",
                "Woorden als ‘altijd’, ‘nooit’, ‘nutteloos’ of ‘waarvoor eigenlijk’.",
                "Iemand kijkt lang naar een foto, of draait aan een ring.",
                "Iemand is boos om iets kleins, en de boosheid lijkt te groot.",
                "Iemand begint spullen weg te geven die altijd belangrijk waren.",
                "Iemand vraagt ineens: ‘En jij, geloof jij ergens in?’",
            ],
        },
    ),
    (
        "paragraph",
        "<p>Eén teken zegt nog weinig. ‘Ik ben moe’ kan over het leven gaan. Het kan ook gewoon "
        "een slechte nacht zijn. Denk dus niet te snel dat je het weet. Vraag het, en geloof wat "
        "je hoort. Zegt iemand: ‘Nee hoor, ik heb slecht geslapen’? Dan praat je over slapen.</p>",
    ),
    (
        "zingeving_life_question",
        {
            "title": "Welke levensvraag hoor je?",
            "face": "older-man-grey",
            "context": "Je komt elke week een uur bij meneer Van Dijk. Hij is 81 en was "
            "buschauffeur. Hij slaapt en eet goed. Vandaag stoft hij zijn oude pet af. Hij praat "
            "zacht en kijkt je niet aan.",
            "quote": "Vroeger groette de halve stad mij. Nu weet mijn buurman niet eens hoe ik "
            "heet.",
            "who": "Meneer Van Dijk, 81 jaar",
            "questions": [
                {
                    "text": "Wat komt er na de dood?",
                    "fit": "less",
                    "feedback": "Hij kijkt terug naar vroeger, niet vooruit naar het einde. Blijf "
                    "dicht bij wat hij zegt.",
                },
                {
                    "text": "Doe ik er nog toe?",
                    "fit": "good",
                    "feedback": "Ja, die hoor je goed. Meneer Van Dijk was iemand die iedereen "
                    "kende en nodig had. Nu lijkt hij onzichtbaar. Hij vraagt zich af of hij nog "
                    "telt.",
                },
                {
                    "text": "Waarom overkomt mij dit?",
                    "fit": "less",
                    "feedback": "Die vraag hoor je vaak na een ziekte of een ongeluk. Meneer Van "
                    "Dijk vindt het niet oneerlijk. Hij mist iets.",
                },
                {
                    "text": "Waar hoor ik bij?",
                    "fit": "possible",
                    "feedback": "Dat kan ook. Hij mist contact in zijn straat. Toch gaat het hem "
                    "vooral om gezien worden, als de man van de bus.",
                },
            ],
            "helpers": [
                {
                    "name": "De huisarts",
                    "fits": False,
                    "feedback": "Nu niet nodig: hij slaapt en eet goed. Verandert dat, dan is de "
                    "huisarts wel een goede stap.",
                },
                {
                    "name": "Iemand uit de buurt of een oud-collega",
                    "fits": True,
                    "feedback": "Een bekende die zijn naam weet, doet hem goed. Vraag wel eerst "
                    "of hij dat wil, en wie.",
                },
                {
                    "name": "Een klusdienst",
                    "fits": False,
                    "feedback": "Hij vraagt niet om een oplossing in huis. Hij wil gezien worden.",
                },
                {
                    "name": "Zin in Utrecht",
                    "fits": True,
                    "feedback": "Meneer Van Dijk is ouder dan 50. Hij kan er praten over zijn "
                    "leven van vroeger en nu. Hij mag zich ook zelf aanmelden.",
                },
            ],
            "open_question": "Wat vond u het mooiste aan uw werk op de bus?",
            "explanation": "Zo laat je merken dat je de chauffeur ziet, en niet alleen een oude "
            "man met een pet. Daarna komt de rest vaak vanzelf.",
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Hoor je het?",
            "question": "In welke zinnen hoor je waarschijnlijk een levensvraag? Kies er meer.",
            "multiple": True,
            "options": [
                {
                    "text": "‘Als ik er morgen niet meer ben, merkt niemand het.’",
                    "correct": True,
                    "feedback": "Je hoort: doe ik er nog toe? Blijf rustig zitten en vraag door. "
                    "In de les ‘Als het leven leeg voelt’ lees je wat je doet als iemand niet meer "
                    "wil leven.",
                },
                {
                    "text": "‘Weet jij wanneer het oud papier wordt opgehaald?’",
                    "correct": False,
                    "feedback": "Dit is een gewone vraag met een gewoon antwoord.",
                },
                {
                    "text": "‘Ik had mijn broer moeten bellen toen het nog kon.’",
                    "correct": True,
                    "feedback": "Je hoort: was het goed zo? Iemand kijkt terug met spijt.",
                },
                {
                    "text": "‘Mijn nieuwe bril zit niet lekker.’",
                    "correct": False,
                    "feedback": "Waarschijnlijk gaat dit gewoon over de bril. Vraag dan niet "
                    "verder.",
                },
            ],
            "explanation": "<p>Een levensvraag gaat over grote dingen: erbij horen, terugkijken, "
            "afscheid. Je hoort hem vaak in een zin waar je later nog aan denkt. Twijfel je? Vraag "
            "dan: ‘Hoe bedoelt u dat?’</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Welke levensvraag heb jij zelf wel eens gehad? Wat deed je ermee?",
            "hint": "Denk aan een verhuizing, een afscheid of een nieuw begin. Had je toen raad "
            "nodig, of vooral iemand die luisterde? Je hoeft het met niemand te delen.",
        },
    ),
]
