"""Lesson 2: how to begin a call."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>In de eerste minuut beslist de ander iets belangrijks: vertrouw ik deze stem? "
        "Die minuut kun je oefenen. In deze les leer je vier korte zinnen die bijna "
        "altijd werken. Ook lees je wat je doet als iemand niet opneemt of jou niet vertrouwt.</p>",
    ),
    ("heading", "Vier zinnen om te beginnen"),
    (
        "paragraph",
        "<ol><li><b>Wie je bent.</b> ‘Goedemorgen, u spreekt met Samira, vrijwilliger bij "
        "HandjeHelpen.’</li>"
        "<li><b>Waarom je belt.</b> ‘Ik bel u om te horen hoe het met u gaat.’</li>"
        "<li><b>Of de ander tijd heeft.</b> ‘Komt het nu gelegen?’</li><li><b>Hoelang je hebt.</b> "
        "‘Ik heb een kwartier voor u.’</li></ol><p>Zeg ze langzaam. Laat na elke zin een kleine "
        "stilte. De ander heeft even tijd nodig. Misschien kwam hij net uit de tuin, of sliep hij "
        "nog.</p><p>De derde zin is de belangrijkste. Wie mag kiezen, merkt dat jij hem belangrijk "
        "vindt. Zegt de ander nee? Dan is dat geen afwijzing. Vraag alleen wanneer de ander wel "
        "tijd heeft.</p>",
    ),
    (
        "dialogue",
        {
            "title": "Samira belt meneer Demir",
            "faces": [
                {"who": "Samira", "face": "young-woman-bob"},
                {"who": "Meneer Demir", "face": "older-man-cap"},
            ],
            "lines": [
                {"speaker": "Meneer Demir", "text": "Ja, met Demir."},
                {
                    "speaker": "Samira",
                    "text": "Goedemiddag meneer Demir. U spreekt met Samira. Ik ben "
                    "vrijwilliger bij HandjeHelpen. Mijn coördinator heeft u verteld dat ik zou "
                    "bellen.",
                },
                {"speaker": "Meneer Demir", "text": "O ja. Dat kan wel, ja."},
                {
                    "speaker": "Samira",
                    "text": "Fijn. Ik bel om kennis te maken. Komt het nu gelegen?",
                },
                {"speaker": "Meneer Demir", "text": "Mijn dochter is hier net binnen."},
                {
                    "speaker": "Samira",
                    "text": "Dan stoor ik u niet langer. Zal ik morgen om twee uur bellen? Of past "
                    "een ander moment beter?",
                },
                {"speaker": "Meneer Demir", "text": "Morgen om twee uur, dat is goed."},
                {
                    "speaker": "Samira",
                    "text": "Dan hoort u mij morgen om twee uur. Geniet van het bezoek!",
                },
            ],
            "afterthought": "Het gesprek duurde nog geen minuut. Toch is er veel gebeurd. "
            "Samira liet merken dat zij betrouwbaar is, en dat meneer Demir zelf beslist. "
            "Morgen neemt hij waarschijnlijk met plezier op.",
        },
    ),
    ("heading", "Wat je met je stem doet"),
    (
        "paragraph",
        "<p>De ander ziet je niet. Hij hoort alleen je stem. Ga daarom rechtop zitten en adem een "
        "keer rustig uit voordat je belt. Glimlach bij je eerste zin. Het klinkt gek, maar een "
        "glimlach kun je horen.</p><p>Praat iets langzamer dan je gewend bent. Word niet meteen "
        "harder: dat klinkt al snel boos. Zeg ook wat iemand anders zou zien. ‘Ik pak even een "
        "pen’, bijvoorbeeld. Dan hoeft de ander niet te raden waarom het stil is.</p><p>Zeg je ‘u’ "
        "of ‘je’? Begin met ‘u’ bij iemand die je niet kent. Vraag later wat de ander prettig "
        "vindt. Spreek de naam goed uit. Twijfel je? Vraag het dan: ‘Zeg ik uw naam zo goed?’ Dat "
        "is niet dom: zo laat je zien dat je je best doet.</p>",
    ),
    ("heading", "Als iemand je niet vertrouwt"),
    (
        "case",
        {
            "title": "‘Hoe kom jij aan mijn nummer?’",
            "face": "woman-long-hair",
            "text": "<p>Ingrid belt mevrouw Ramdin voor de eerste keer. Ze heeft haar naam nog "
            "niet gezegd, of er klinkt al een boze stem. ‘Hoe kom jij aan mijn nummer? Je bent "
            "zeker zo’n oplichter. Ik koop niks!’</p><p>Ingrid schrikt en wil snel zeggen dat ze "
            "niets fout doet. Dan denkt ze: wat verstandig eigenlijk, dat mevrouw zo voorzichtig "
            "is.</p>",
            "question": "Wat zou jij op dit moment zeggen?",
        },
    ),
    (
        "paragraph",
        "<p>Wantrouwen is verstandig. Er zijn veel oplichters die ouderen bellen. Zeg dus dat de "
        "ander gelijk heeft: ‘Goed dat u dat vraagt.’ Leg rustig uit van wie je het nummer kreeg. "
        "Vraag nooit naar geld, een pincode of een bankrekening, ook niet als grapje.</p><p>Blijft "
        "de ander twijfelen? Stel dan voor dat zij zelf de organisatie belt. ‘Zoek het nummer op "
        "in uw eigen map, dan weet u dat het klopt. Ik bel u volgende week nog eens.’ Zo bepaalt "
        "zij zelf wat er gebeurt.</p>",
    ),
    (
        "knowledge_check",
        {
            "title": "Wat zegt Ingrid?",
            "question": "Mevrouw Ramdin vraagt boos hoe je aan haar nummer komt. Wat helpt?",
            "multiple": False,
            "options": [
                {
                    "text": "‘Rustig maar mevrouw, ik bedoel het alleen maar goed.’",
                    "correct": False,
                    "feedback": "Lief bedoeld, maar je geeft geen antwoord. Zij vertrouwt je dus "
                    "nog steeds niet.",
                },
                {
                    "text": "‘Goed dat u het vraagt. Ik kreeg het van HandjeHelpen. U mag het daar "
                    "gerust vragen.’",
                    "correct": True,
                    "feedback": "Je geeft haar gelijk, je bent eerlijk en zij kan het zelf vragen. "
                    "Dat geeft rust.",
                },
                {
                    "text": "‘Dat mag ik niet zeggen, want dat is privé.’",
                    "correct": False,
                    "feedback": "Het gaat om haar eigen gegevens. Zij mag weten hoe jij eraan "
                    "komt.",
                },
                {
                    "text": "‘Sorry!’ En je hangt snel op.",
                    "correct": False,
                    "feedback": "Heel menselijk als je schrikt. Maar nu weet zij nog steeds "
                    "niet wie er belde, en dat is juist een naar gevoel.",
                },
            ],
            "explanation": "<p>Wie jou niet vertrouwt, wil weten wie je bent en wil zelf kiezen. "
            "Geef dus een eerlijk antwoord en laat de ander het controleren. Pas daarna kun je "
            "echt samen praten.</p>",
        },
    ),
    ("heading", "Als niemand opneemt"),
    (
        "paragraph",
        "<p>Wacht lang voordat je ophangt. Wie slecht loopt, heeft tijd nodig. De telefoon mag wel "
        "acht tot tien keer gaan. Neemt er niemand op? Probeer het een uur later nog eens, en "
        "daarna een dag later.</p><p>Spreek alleen een bericht in als dat is afgesproken. Houd het "
        "dan kort, en noem geen persoonlijke dingen. Bijvoorbeeld: ‘Dag mevrouw Ramdin, met "
        "Ingrid. Ik bel u morgen om elf uur weer. Tot dan!’ Zeg dus niets over haar gezondheid of "
        "over het vorige gesprek.</p>",
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>Zeg rustig wie je bent en waarom je belt. Vraag of de ander tijd heeft. "
            "Zeg hoelang je kunt praten. Daarna luister je naar de ander.</p>",
        },
    ),
    (
        "reflection",
        {
            "question": "Hoe klinkt jouw eigen eerste zin? Zeg hem nu eens hardop.",
            "hint": "Zeg hem drie keer, steeds iets langzamer. Let op je adem. Wat verandert er "
            "als je erbij glimlacht? Misschien wil iemand in huis even meeluisteren.",
        },
    ),
]
