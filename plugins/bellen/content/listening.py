"""Lesson 3: listening without seeing, with the first conversation to practise."""

from plugins.bellen.content.call_bakker import CALL

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Bij een bezoek zie je veel. Je ziet of iemand knikt, lacht of wegkijkt. Aan de "
        "telefoon zie je dat niet. Toch hoor je meer dan je denkt. In deze les leer je luisteren "
        "naar wat je niet ziet. Daarna oefen je een heel gesprek.</p>",
    ),
    ("heading", "Wat een stem vertelt"),
    (
        "paragraph",
        "<p>Let op het tempo. Praat iemand langzamer dan vorige week, of juist heel snel? "
        "Let op de kracht. Klinkt een stem zacht, en steeds hetzelfde? Dan is iemand misschien "
        "moe, of verdrietig. Let op de adem: een zucht zegt soms meer dan een zin.</p><p>Luister "
        "ook naar wat je erachter hoort. Staat de radio aan? Loopt er iemand rond? Is het er "
        "doodstil? Dit zijn geen bewijzen. Het zijn vragen die je kunt stellen. ‘Ik hoor u "
        "zuchten. Wat maakt dat u zucht?’</p>",
    ),
    ("heading", "Laat horen dat je luistert"),
    (
        "paragraph",
        "<p>Knikken hoort niemand. Maak dus kleine geluiden: ‘hm’, ‘ja’, ‘o?’. Niet te veel, "
        "want dan klink je ongeduldig. Herhaal af en toe een woord dat de ander net zei. Zegt "
        "iemand: ‘Het was een rare dag’? Zeg dan: ‘Een rare dag?’ En wacht.</p><p>Vat na een "
        "tijdje samen wat je hoorde. ‘Dus uw zus belt niet meer, en dat doet pijn. Begrijp ik dat "
        "goed?’ Klopt het niet, dan verbetert de ander je. Ook dan voelt hij: hier wil iemand "
        "mij echt begrijpen.</p>",
    ),
    (
        "tips",
        {
            "title": "Vragen waardoor iemand gaat vertellen",
            "items": [
                "Begin met hoe, wat of wie. ‘Hoe zag uw ochtend eruit?’",
                "Vraag naar iets wat lukte. ‘Wat gaf u deze week plezier?’",
                "Vraag naar vroeger. ‘Waar ging u graag naartoe toen u jong was?’",
                "Vraag hoe iets moet. ‘U kookt al zestig jaar. Hoe maakt u soep?’",
                "Vermijd waarom. Dan lijkt het alsof iemand iets fout deed.",
                "Stel één vraag tegelijk, en wacht op het antwoord.",
            ],
        },
    ),
    (
        "paragraph",
        "<p>In een gesprek vertellen jullie allebei iets. Vertel ook eens iets kleins over jezelf. "
        "Vraag de ander om een recept of een mening. Wie jou kan helpen, voelt zich niet alleen "
        "iemand die hulp krijgt. Houd je eigen verhaal wel kort. Na twee zinnen is de ander weer "
        "aan de beurt.</p>",
    ),
    ("heading", "Wat je doet als het stil is"),
    (
        "paragraph",
        "<p>Een stilte van vijf seconden voelt aan de telefoon als een minuut. Je wilt dan graag "
        "snel iets zeggen. Wacht nog even. De ander zoekt misschien woorden, of moet bijna "
        "huilen.</p><p>Tel rustig tot vijf. Is het dan nog stil? Zeg zacht: ‘Ik ben er nog. Neem "
        "de tijd.’ Zo weet de ander dat jij niet hebt opgehangen. Dat is genoeg. Vaak komt juist "
        "na de stilte wat iemand echt wilde zeggen.</p><p>Soms is een stilte ook gewoon het einde "
        "van een onderwerp. Dan pak je je briefje erbij en stel je een nieuwe vraag.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Kofi wacht",
            "faces": [
                {"who": "Kofi", "face": "young-man-short"},
                {"who": "Mevrouw Vos", "face": "older-woman-bun"},
            ],
            "lines": [
                {"speaker": "Kofi", "text": "Hoe was het bij uw dochter, zondag?"},
                {"speaker": "Mevrouw Vos", "text": "Gezellig. Druk, met de kleinkinderen."},
                {"speaker": "Kofi", "text": "Druk?"},
                {"speaker": "Mevrouw Vos", "text": "Ja… Ze praten zo snel allemaal. (stilte)"},
                {"speaker": "Kofi", "text": "(telt in gedachten tot vijf) Ik ben er nog, hoor."},
                {
                    "speaker": "Mevrouw Vos",
                    "text": "Ik kan het niet meer volgen, Kofi. Ik zat erbij, maar ik hoorde er "
                    "niet bij.",
                },
            ],
            "afterthought": "Kofi zei maar een paar woorden. Hij herhaalde ‘druk’ en hij wachtte. "
            "Daardoor kon mevrouw Vos zeggen wat haar verdrietig maakte: alleen zijn tussen "
            "andere mensen.",
        },
    ),
    ("heading", "Als iemand huilt"),
    (
        "paragraph",
        "<p>Soms hoor je iemand huilen. Je kunt geen hand vasthouden en geen zakdoek geven. "
        "Toch kun je veel doen: hang niet op. Zeg zacht: ‘Het mag. Ik heb de tijd.’ Ga niet meteen "
        "vragen stellen en begin niet over iets vrolijks.</p><p>Wordt het rustiger? Vraag dan wat "
        "iemand denkt of voelt. Hang pas op als de ander weer rustig is. Vraag wie er vandaag nog "
        "langskomt, en bel de volgende dag even kort terug.</p>",
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Je hoeft niets op te lossen. Verdriet hoeft niet weg. Luister, en zeg niet "
            "wat jij ervan vindt. Vaak doet het dan al iets minder pijn.</p>",
        },
    ),
    ("heading", "Oefen: een heel gesprek"),
    (
        "paragraph",
        "<p>Nu ben jij aan de beurt. Je belt met mevrouw Bakker. Kies steeds wat je zegt. "
        "Probeer gerust ook een zin die je anders nooit zou zeggen. Zo merk je wat die zin doet. "
        "Aan het einde kijk je terug.</p>",
    ),
    ("bellen_phone_call", CALL),
    (
        "reflection",
        {
            "question": "Bij welke zin in het gesprek wilde jij snel iets goeds zeggen?",
            "hint": "Veel mensen willen troosten of raad geven. Dat is menselijk. Wat gebeurt er "
            "met jou als iemand verdrietig is? En wat gebeurt er als je dan even niets zegt?",
        },
    ),
]
