"""Lesson 1: why calling counts, and how to prepare."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>De telefoon gaat. Iemand heeft aan jou gedacht. Dat gevoel kun jij aan een ander "
        "geven, gewoon vanaf je eigen stoel. Bellen kost weinig tijd en je hoeft er niet voor "
        "te reizen. Het kan als het regent, als iemand ziek is, en als jij zelf niet goed kunt "
        "lopen.</p><p>In deze les bereid je een gesprek voor. Dat hoeft niet lang te duren. "
        "Vijf minuten is genoeg.</p>",
    ),
    ("heading", "Waarom bellen belangrijk is"),
    (
        "paragraph",
        "<p>In 2020 konden veel vrijwilligers ineens niet meer op bezoek. In Utrecht gingen "
        "mensen toen bellen. Zo bleef het contact toch bestaan. Daarvan hebben we geleerd. Bellen "
        "is ook een goede manier van contact. Door te bellen laat je merken dat je aan iemand "
        "denkt.</p><p>Sommige mensen praten aan de telefoon zelfs makkelijker. Niemand ziet hun "
        "huis of hun gezicht. Ze zitten in hun eigen stoel en ze mogen ophangen als ze moe zijn. "
        "Voor iemand die zich schaamt, kan dat een opluchting zijn.</p><p>Bellen is niet voor "
        "iedereen fijn. Er zijn ook mensen die liever een kaart krijgen, een berichtje of een "
        "wandeling. Vraag het gewoon. Kies samen wat jullie allebei prettig vinden.</p>",
    ),
    (
        "quote",
        {
            "text": "Ik heb niet veel te vertellen, hoor. Maar op dinsdag om tien uur zit ik "
            "klaar. Dan trek ik zelfs een mooie blouse aan.",
            "who": "Mevrouw Bakker (81), elke week gebeld door een vrijwilliger",
        },
    ),
    ("heading", "Vijf minuten voorbereiding"),
    (
        "paragraph",
        "<p>Pak een vel papier. Schrijf daarop drie dingen: met wie bel je, waarom bel je, en waar "
        "ging het vorige keer over? Meer heb je niet nodig. Je leest niets voor. "
        "Het papier helpt je alleen om rustig te blijven.</p>"
        "<p>Kies daarna een goede plek. Zet de televisie uit. Leg je sleutels en je andere "
        "telefoon weg. Wie belt tijdens het koken, hoort maar de helft. En de ander merkt dat.</p>"
        "<p>Denk ook aan jezelf. Heb je net slecht nieuws gehad? Ben je erg moe? Bel dan liever "
        "een uur later, of morgen. Had je een vaste tijd afgesproken? Bel dan even kort om te "
        "zeggen dat het later wordt.</p>",
    ),
    (
        "tips",
        {
            "title": "Je briefje voor het gesprek",
            "items": [
                "De naam van de ander, en hoe je die uitspreekt.",
                "Eén zin die zegt wie je bent en waarom je belt.",
                "Iets om op terug te komen: ‘U zou naar de kapper gaan, hoe was het?’",
                "Twee open vragen voor als het stil wordt.",
                "Hoelang je hebt, bijvoorbeeld een kwartier.",
                "De datum waarop je weer kunt bellen.",
            ],
        },
    ),
    (
        "case",
        {
            "title": "Yusuf belt voor het eerst",
            "face": "man-beard",
            "text": "<p>Yusuf is 34 en net begonnen als vrijwilliger. Vanavond belt hij meneer "
            "De Wit, die sinds kort alleen woont. Yusuf vindt het eng. Hij weet niet waar hij "
            "het over moet hebben.</p><p>Hij schrijft vijf vragen op en belt meteen, staand in "
            "de keuken. Meneer De Wit zegt dat hij net zit te eten. Yusuf schrikt en stelt snel "
            "zijn eerste vraag. Na twee minuten is het gesprek voorbij. ‘Ik doe het niet goed,’ "
            "denkt Yusuf.</p>",
            "question": "Wat had Yusuf van tevoren kunnen regelen? En wat deed hij eigenlijk wel "
            "goed?",
        },
    ),
    (
        "paragraph",
        "<p>Yusuf had een tijd kunnen afspreken. Een kort berichtje via de coördinator was genoeg: "
        "‘Yusuf belt u woensdag tussen zeven en half acht.’ Dan weet meneer De Wit wie er belt. "
        "Hij kan er zin in krijgen en hij heeft dan al gegeten.</p><p>Toch deed Yusuf iets "
        "belangrijks. Hij belde. En hij kan morgen opnieuw bellen. In een eerste gesprek hoef je "
        "nog niet over moeilijke dingen te praten. Het is pas het begin.</p>",
    ),
    ("heading", "Wat spreek je af?"),
    (
        "paragraph",
        "<p>Door goede afspraken weet iedereen wat hij kan verwachten. Je maakt ze met twee "
        "mensen: met je coördinator en met degene die je belt. De coördinator is de medewerker die "
        "jouw vrijwilligerswerk regelt.</p><p>Met je coördinator spreek je af hoe vaak je belt en "
        "hoelang dit duurt. Een begin kan zijn: een keer per week, tien weken lang. Daarna kijken "
        "jullie samen verder. Vraag ook wie jij kunt bellen als je na een gesprek verdrietig of "
        "bezorgd bent.</p><p>Met de ander spreek je een vaste dag en tijd af. Zo hoeft niemand te "
        "wachten of te raden. Vraag ook of je een bericht mag inspreken als niemand opneemt. "
        "Misschien luistert er iemand anders mee in huis.</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": "<p><b>Je eigen nummer is privé.</b> Je hoeft het niet te geven. Vraag je "
            "organisatie om een telefoon of een nummer voor het vrijwilligerswerk. Je kunt je "
            "nummer ook verbergen. Maar let op: veel mensen nemen niet op als ze geen nummer "
            "zien. Vertel dus van tevoren hoe laat je belt, en dat je nummer niet te zien is.</p>",
        },
    ),
    (
        "paragraph",
        "<p>Ook het nummer van de ander is privé. Bewaar het niet onder de volledige naam in je "
        "telefoon. Schrijf geen verhalen op over ziekte, geld of familie. Op je briefje staat "
        "alleen wat je nodig hebt voor het volgende gesprek. Scheur het daarna in kleine "
        "stukjes en gooi het weg.</p>",
    ),
    (
        "reflection",
        {
            "question": "Wie zou jij deze week kunnen bellen, gewoon om te horen hoe het gaat?",
            "hint": "Denk aan iemand uit je straat, je familie of je vrijwilligerswerk. Wat "
            "weet je nog van jullie vorige gesprek? Wat zou je willen vragen?",
        },
    ),
    (
        "paragraph",
        "<p>Je briefje ligt klaar, de televisie is uit en je weet hoelang je hebt. "
        "Dan komt nu het spannendste stuk: de eerste minuut. Die oefen je in de les ‘De eerste "
        "minuut’.</p>",
    ),
]
