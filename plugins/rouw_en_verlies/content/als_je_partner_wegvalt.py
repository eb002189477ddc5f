"""Lesson 1: what someone loses when a partner dies, and how loss and loneliness are tied."""

BODY: list[tuple[str, object]] = [
    ("heading", "De tweede kop"),
    (
        "paragraph",
        "<p>Veertig jaar lang zet je elke ochtend twee koppen koffie. Dan is het er nog maar één. "
        "Je hand pakt toch de tweede kop. En dan weet je het weer.</p>"
        "<p>Zo merk je elke dag wat je kwijt bent. In deze les lees je wat er verandert als "
        "iemands partner overlijdt. Je ontdekt waarom verlies mensen eenzaam kan maken. En je ziet "
        "wat jij als vrijwilliger meteen al kunt doen. Daar is geen diploma voor nodig.</p>",
    ),
    (
        "case",
        {
            "title": "Mevrouw Bakker en de lange avond",
            "face": "older-woman-bun",
            "text": (
                "<p>Mevrouw Bakker is 76. Vijf weken geleden overleed haar man Henk. De eerste "
                "dagen zat het huis vol. Er kwamen kaarten, bloemen en pannen soep.</p>"
                "<p>Nu is het stil. Overdag gaat het wel, zegt ze. Dan doet ze boodschappen en "
                "praat ze met de buurvrouw. Maar om zes uur begint de avond. Dan dekte Henk altijd "
                "de tafel. Nu eet ze een boterham bij het aanrecht. De televisie gaat aan, "
                "want dan hoor je tenminste een stem.</p>"
            ),
            "question": "Wat is mevrouw Bakker allemaal kwijt? Noem meer dan alleen haar man.",
        },
    ),
    ("heading", "Je verliest meer dan één mens"),
    (
        "paragraph",
        "<p>Een partner is vaak heel veel voor je. Degene die naast je slaapt. Degene die de auto "
        "rijdt of de brieven van de bank leest. Degene die weet hoe jij je eitje wilt. Degene die "
        "ook nog weet hoe je zoon als baby was.</p><p>Als die ene mens wegvalt, verandert daarom "
        "bijna alles:</p><ul><li><b>De dag.</b> Vaste momenten zijn weg: samen eten, samen het "
        "nieuws, samen mopperen op het weer.</li><li><b>De taken.</b> Iemand moet opeens leren "
        "koken, of leren omgaan met geld.</li><li><b>De rol.</b> Je was man, vrouw of vriend van "
        "iemand. Misschien zorgde je jaren voor je partner. Dan is ook die zorg weg, en alle "
        "mensen die daarvoor langskwamen.</li><li><b>De kring.</b> Vrienden nodigden jullie samen "
        "uit. Nu bellen ze minder.</li><li><b>De plannen.</b> Die reis, dat huisje, samen oud "
        "worden.</li></ul>",
    ),
    (
        "quote",
        {
            "text": "Iedereen vraagt hoe het met mij gaat. Niemand vraagt meer hoe hij was.",
            "who": "Een weduwe van 68, die niet echt bestaat",
        },
    ),
    ("heading", "Verdrietig of eenzaam?"),
    (
        "paragraph",
        "<p>Verdriet en eenzaamheid lijken op elkaar. Ze zijn niet hetzelfde. Verdriet gaat over "
        "wie je mist. Eenzaamheid is het gevoel dat je goed contact met anderen mist. Je kunt "
        "alleen zijn zonder je eenzaam te voelen. En je kunt eenzaam zijn in een volle "
        "kamer.</p><p>Na het verlies van een partner komen er vaak drie vormen "
        "samen:</p><ul><li><b>Emotioneel:</b> je mist die ene mens met wie je alles "
        "deelde.</li><li><b>Sociaal:</b> je mist een kring om je heen. Er zijn minder mensen, of "
        "je ziet ze minder.</li><li><b>Existentieel:</b> je voelt je verloren. Waar leef ik nog "
        "voor?</li></ul><p>Het helpt om dit verschil te kennen. Een kaartclub is fijn tegen "
        "sociale eenzaamheid. Maar door een kaartclub komt je partner niet terug. Wie zijn vrouw "
        "mist, hoeft niet altijd meer mensen te zien. Soms is één mens genoeg, die naar haar "
        "vraagt.</p>",
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": (
                "<p>Verlies is een van de vier thema’s die het risico op eenzaamheid groter maken. "
                "De andere drie zijn: armoede, moeite met contact, taal of computers, en niet "
                "goed de deur uit kunnen. Vaak komen er een paar samen.</p>"
            ),
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Kijk wat je weet",
            "question": (
                "De vrouw van meneer Dorland is een half jaar geleden overleden. Zijn kinderen "
                "komen elke week. Hij kent de halve flat. Toch voelt hij zich erg alleen. "
                "Wat klopt?"
            ),
            "multiple": True,
            "options": [
                {
                    "text": "Dit kan emotionele eenzaamheid zijn: hij mist die ene band.",
                    "correct": True,
                    "feedback": "Lieve mensen om je heen zijn fijn, maar zij zijn niet die ene "
                    "mens.",
                },
                {
                    "text": "Dit kan niet: hij heeft genoeg mensen om zich heen.",
                    "correct": False,
                    "feedback": (
                        "Veel mensen zien is niet hetzelfde als je verbonden voelen. Het kan dus "
                        "heel goed."
                    ),
                },
                {
                    "text": "Het helpt als iemand met hem over zijn vrouw wil praten.",
                    "correct": True,
                    "feedback": "Door over haar te praten, voelt zij weer een beetje dichtbij.",
                },
                {
                    "text": "Hij moet zo snel mogelijk bij een club.",
                    "correct": False,
                    "feedback": (
                        "Misschien later, als hij dat wil. Nu mist hij niet een groep, maar haar. "
                        "En dwingen werkt bijna nooit."
                    ),
                },
            ],
            "explanation": (
                "<p>Meneer Dorland is niet alleen, maar wel eenzaam. Emotionele eenzaamheid los je "
                "niet op. Je kunt wel helpen: door te luisteren en door de naam van zijn vrouw te "
                "noemen.</p>"
            ),
        },
    ),
    ("heading", "Ook ander verlies telt"),
    (
        "paragraph",
        "<p>Rouw hoort niet alleen bij de dood. Mensen rouwen ook om andere dingen die voorgoed "
        "weg zijn:</p>"
        "<ul>"
        "<li><b>Gezondheid.</b> Niet meer kunnen lopen, lezen of fietsen.</li>"
        "<li><b>Een huis.</b> Van een woning met tuin naar één kamer.</li>"
        "<li><b>Werk.</b> Geen collega’s meer, geen ritme, niemand die op je wacht.</li>"
        "<li><b>Een land.</b> Je taal, je straat, de geur van thuis, het graf van je ouders.</li>"
        "</ul>"
        "<p>Door een nieuw verlies denken mensen vaak weer aan een oud verlies. Wie nu zijn man "
        "mist, denkt opeens aan een broer van veertig jaar geleden. Of aan de zee bij het dorp "
        "waar zij opgroeide. Dat is niet vreemd. Het hoort bij elkaar.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Een vraag bij de koffie",
            "faces": [
                {"who": "Mevrouw Bakker", "face": "older-woman-bun"},
            ],
            "lines": [
                {
                    "speaker": "Jij",
                    "text": "U zei net: de avonden zijn het ergst. Hoe gaat dat?",
                },
                {
                    "speaker": "Mevrouw Bakker",
                    "text": "Och. Om zes uur hoor ik hem nog met de borden.",
                },
                {"speaker": "Jij", "text": "Dan dekte Henk de tafel."},
                {
                    "speaker": "Mevrouw Bakker",
                    "text": (
                        "Ja. En altijd de vorken aan de verkeerde kant. Daar werd ik gek van. "
                        "(Ze lacht en veegt langs haar ogen.)"
                    ),
                },
                {"speaker": "Jij", "text": "Vertel eens, wat was het voor man?"},
            ],
            "afterthought": (
                "Je troost niet en je lost niets op. Je noemt zijn naam en je vraagt door naar "
                "iets kleins. Daardoor kan zij even over Henk praten."
            ),
        },
    ),
    (
        "tips",
        {
            "title": "Dit kun je vandaag al doen",
            "items": [
                "Noem de naam van wie er dood is. Veel mensen horen die naam graag.",
                "Vraag naar één moment van de dag: ‘Hoe zijn de ochtenden?’ Dat is makkelijker dan "
                "‘Hoe gaat het?’",
                "Kijk samen naar een foto, en vraag wie erop staat.",
                "Zeg wanneer je terugkomt, en kom dan ook echt.",
            ],
        },
    ),
    (
        "reflection",
        {
            "question": "Wat ben jij zelf weleens kwijtgeraakt dat je nog steeds mist?",
            "hint": (
                "Het hoeft geen mens te zijn. Denk ook aan een huis, werk of een plek. Wat deed "
                "iemand toen, waar je iets aan had?"
            ),
        },
    ),
]
