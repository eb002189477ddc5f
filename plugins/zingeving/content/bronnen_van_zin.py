"""Lesson 3: sources of meaning, and talking about belief and unbelief."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Waar sta jij ’s ochtends voor op? Voor de kat, de koffie, je kleindochter, het koor? "
        "Wat "
        "je leven de moeite waard maakt, noemen we een <b>bron van zin</b>. Iedereen heeft zulke "
        "bronnen. Maar door zorgen en verlies vergeet je ze soms. In deze les leer je ernaar "
        "vragen.</p>",
    ),
    ("heading", "Waar mensen kracht uit halen"),
    (
        "paragraph",
        "<p>Bronnen zijn voor iedereen anders. Dit zijn er zeven die je vaak tegenkomt.</p>"
        "<ul>"
        "<li><b>Mensen.</b> Familie, vrienden, de buurvrouw die zwaait.</li>"
        "<li><b>Iets voor een ander doen.</b> Iemand helpen, raad geven, zorgen voor een "
        "dier.</li><li><b>Maken en kunnen.</b> Koken, breien, een fiets maken, een moeilijke "
        "puzzel.</li><li><b>Natuur en schoonheid.</b> Een merel, een park, muziek van "
        "vroeger.</li><li><b>Waar je vandaan komt.</b> Je dorp, je taal, de verhalen van je "
        "ouders.</li><li><b>Geloof of overtuiging.</b> God, Allah, gebed, of een idee waar je voor "
        "staat.</li><li><b>Vooruitkijken.</b> Een geboorte, het voorjaar, de volgende "
        "wedstrijd.</li></ul><p>Een bron hoeft niet groot te zijn. Een kop thee in een mooi kopje "
        "kan een dag al beter maken. Zeg dus nooit: is dat alles? Vraag liever: wat maakt dat zo "
        "fijn?</p>",
    ),
    (
        "case",
        {
            "title": "Twaalf potten op een balkon",
            "face": "older-woman-short",
            "text": "<p>Hilde komt bij mevrouw Tjin (77), op de vierde etage. De lift is vaak "
            "stuk. Mevrouw Tjin komt bijna niet meer buiten. ‘Ik heb niets meer’, zegt ze.</p>"
            "<p>Op het balkon ziet Hilde twaalf potten. ‘Wat groeit daar?’ vraagt ze. Mevrouw "
            "Tjin staat op. Peper, kousenband, munt. ‘Van zaad uit Paramaribo’, zegt ze. ‘Mijn "
            "moeder deed het zo.’ Hilde krijgt een stekje mee, met strenge uitleg over water.</p>"
            "<p>De week erna belt mevrouw Tjin zelf. Hoe gaat het met het plantje?</p>",
            "question": "Welke bronnen zie jij hier? Wat deed Hilde, behalve praten?",
        },
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Iedereen wil graag iets voor een ander doen. Vraag dus ook iets terug: een "
            "tip, een recept, een mening. En doe er iets mee.</p>",
        },
    ),
    ("heading", "Begin bij iets wat je ziet"),
    (
        "paragraph",
        "<p>‘Wat geeft uw leven zin?’ is een grote vraag. De meeste mensen schrikken ervan. Begin "
        "daarom klein en dichtbij. Een foto aan de muur. Een pan die er al veertig jaar is. Een "
        "liedje op de radio. Bij dingen hoort een verhaal. In dat verhaal hoor je wat iemand "
        "belangrijk vindt.</p>",
    ),
    (
        "dialogue",
        {
            "title": "De pan van mevrouw Bakker",
            "faces": [
                {"who": "Mevrouw Bakker", "face": "older-woman-bun"},
                {"who": "Yusuf", "face": "man-beard"},
            ],
            "lines": [
                {"speaker": "Yusuf", "text": "Wat een grote pan. Die is vast al oud."},
                {
                    "speaker": "Mevrouw Bakker",
                    "text": "Die heb ik gekregen toen ik trouwde. Er kan soep in voor twintig "
                    "mensen.",
                },
                {"speaker": "Yusuf", "text": "Twintig! Wanneer maakte u zoveel soep?"},
                {
                    "speaker": "Mevrouw Bakker",
                    "text": "Elke winter, voor de hele straat. Ook voor de mensen met wie ik "
                    "ruzie had.",
                },
                {"speaker": "Yusuf", "text": "Waarom ook voor hen?"},
                {
                    "speaker": "Mevrouw Bakker",
                    "text": "Iedereen heeft het koud. Dat zei mijn moeder altijd.",
                },
                {"speaker": "Yusuf", "text": "Dat is mooi. Zou u mij leren hoe je die soep maakt?"},
            ],
            "afterthought": "Yusuf vraagt naar een pan en hoort wat mevrouw Bakker belangrijk "
            "vindt: iedereen helpen. Met zijn laatste vraag krijgt zij weer iets te geven.",
        },
    ),
    (
        "tips",
        {
            "title": "Vragen naar een bron",
            "items": [
                "Van wie is die foto? Wat voor iemand was dat?",
                "Waar was u goed in? Wie heeft u dat geleerd?",
                "Waar kijkt u deze week naar uit, ook al is het klein?",
                "Welke muziek zet u op als u alleen bent?",
                "Wat hielp u toen het eerder moeilijk was?",
                "Wat zou u jonge mensen willen meegeven?",
            ],
        },
    ),
    ("heading", "Ieder zijn geloof, of geen geloof"),
    (
        "paragraph",
        "<p>In Utrecht wonen mensen met heel veel overtuigingen. De een bidt vijf keer per dag. "
        "De ander gaat alleen met kerst naar de kerk. Een derde gelooft in de natuur, of in "
        "niets. Ook binnen één geloof zijn mensen verschillend. Denk dus nooit dat je weet wat "
        "iemand gelooft. Een hoofddoek, een kruisje of een Boeddhabeeld vertelt maar weinig. Vraag "
        "ernaar: ‘Wat betekent dit voor u?’</p><p>Je mag zelf geloven wat je wilt. Maar het "
        "gesprek gaat over de ander. Vraagt iemand wat jij gelooft? Geef dan een kort en eerlijk "
        "antwoord. Daarna geef je de vraag terug: ‘En hoe is dat voor u?’ Overtuigen doe je niet. "
        "Ook niet van ‘er is niets’.</p><p>Vraagt iemand of je mee wilt bidden? Dan mag je kiezen. "
        "Je kunt meedoen, of er stil bij zitten. Voelt het niet goed? Zeg dan: ‘Bidden doe ik zelf "
        "niet. Ik blijf er graag bij zitten als u bidt.’</p>",
    ),
    (
        "tips",
        {
            "title": "Respect in kleine dingen",
            "items": [
                "Vraag welke feesten iemand viert, en wens een fijn feest op die dag.",
                "Vraag of je op een gebedstijd of een rustdag beter niet kunt komen.",
                "Maak geen grappen over geloof, ook niet als de ander dat wel doet.",
                "Weet je iets niet? Zeg dat. ‘Ik ken dat niet. Wilt u het uitleggen?’",
                "Kies woorden die bij iedereen passen: ‘Waar haalt u kracht uit?’",
            ],
        },
    ),
    (
        "zingeving_life_question",
        {
            "title": "Een vraag aan jou",
            "face": "older-woman-short",
            "context": "De zus van mevrouw Tjin is twee maanden geleden overleden. Mevrouw Tjin "
            "ging altijd met haar naar de kerk. Sinds de begrafenis is ze niet meer geweest. Ze "
            "eet en slaapt gewoon. Ze schenkt thee in en vraagt jou dit.",
            "quote": "Denk jij dat ik mijn zus ooit terugzie?",
            "who": "Mevrouw Tjin, 77 jaar",
            "questions": [
                {
                    "text": "Doe ik er nog toe?",
                    "fit": "less",
                    "feedback": "Dat hoor je hier niet. Mevrouw Tjin denkt aan haar zus, niet aan "
                    "haar eigen nut.",
                },
                {
                    "text": "Waar hoor ik bij?",
                    "fit": "possible",
                    "feedback": "Dat speelt mogelijk mee. Samen met haar zus mist ze ook de kerk. "
                    "Maar haar eigen woorden gaan over terugzien.",
                },
                {
                    "text": "Was het goed zo?",
                    "fit": "less",
                    "feedback": "Daarbij kijkt iemand terug op het eigen leven. Mevrouw Tjin "
                    "kijkt juist naar wat er nog komt.",
                },
                {
                    "text": "Wat komt er na de dood?",
                    "fit": "good",
                    "feedback": "Ja. Ze vraagt zich af of er na dit leven nog iets is. Achter die "
                    "vraag zit ook haar verdriet.",
                },
            ],
            "helpers": [
                {
                    "name": "Iemand van haar kerk",
                    "fits": True,
                    "feedback": "Dat kan heel goed, als zij het wil. Vraag haar wie ze daar "
                    "vertrouwt.",
                },
                {
                    "name": "De huisarts",
                    "fits": False,
                    "feedback": "Verdriet na een verlies is gewoon. Ze eet en slaapt. De huisarts "
                    "is nu niet de eerste stap.",
                },
                {
                    "name": "Een geestelijk verzorger",
                    "fits": True,
                    "feedback": "Die praat met mensen over leven en dood. Je hoeft er niet voor "
                    "te geloven, en het mag natuurlijk wel.",
                },
                {
                    "name": "Zin in Utrecht",
                    "fits": True,
                    "feedback": "Daar zijn gesprekken voor mensen van 50 jaar en ouder, ook over "
                    "afscheid en geloof.",
                },
            ],
            "open_question": "Wat hoopt u zelf?",
            "explanation": "Je hoeft niet te weten of het waar is. Door deze vraag kan zij over "
            "haar eigen hoop of twijfel praten. Vraagt ze door naar jou? Dan mag je kort en "
            "eerlijk zijn.",
        },
    ),
    (
        "reflection",
        {
            "question": "Van welke drie bronnen word jij blij? Welke daarvan is het laatste jaar "
            "kleiner geworden?",
            "hint": "Kijk nog eens naar de lijst van zeven. Wat je bij jezelf herkent, kun je ook "
            "beter bij een ander horen.",
        },
    ),
]
