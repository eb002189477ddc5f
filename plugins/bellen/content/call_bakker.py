"""A conversation to practise: the second call to someone who lost her husband."""

CALL: dict[str, object] = {
    "title": "De tweede keer bellen met mevrouw Bakker",
    "face": "older-woman-bun",
    "situation": "<p>Jij bent Kim, vrijwilliger. Vorige week belde je mevrouw Bakker (81) voor het "
    "eerst, om kennis te maken. Ze woont alleen in Zuilen. Haar man is dit voorjaar overleden, "
    "maar daar zei ze nog niets over. Jullie spraken af: dinsdag om tien uur. Het is nu dinsdag, "
    "tien uur. Je hebt een kwartier.</p>",
    "other": "Mevrouw Bakker",
    "turns": [
        {
            "key": "begin",
            "text": "Met Bakker.",
            "choices": [
                {
                    "key": "a",
                    "text": "Hallo, met mij! Alles goed daar?",
                    "next": "wie",
                    "effect": "Vrolijk, maar zij kent jouw stem nog niet. Zonder naam moet ze "
                    "raden.",
                },
                {
                    "key": "b",
                    "text": "Goedemorgen mevrouw Bakker, u spreekt met Kim, de vrijwilliger. Ik "
                    "bel zoals we hadden afgesproken. Komt het gelegen?",
                    "next": "gelegen",
                    "effect": "Je zegt je naam en waarom je belt, en je vraagt of zij tijd heeft. "
                    "Zij weet meteen wie je bent.",
                },
            ],
        },
        {
            "key": "wie",
            "text": "Met wie spreek ik? Ik herken uw stem niet, hoor.",
            "choices": [
                {
                    "key": "a",
                    "text": "Sorry, dat kon u ook niet weten. U spreekt met Kim, de "
                    "vrijwilliger van vorige week. Komt het gelegen?",
                    "next": "gelegen",
                    "effect": "Je maakt het rustig goed. Een slordig begin kun je bijna altijd "
                    "herstellen.",
                },
                {
                    "key": "b",
                    "text": "Dat weet u toch nog wel? We spraken elkaar vorige week!",
                    "next": "opgehangen",
                    "effect": "Je laat haar twijfelen aan haar geheugen. Dat voelt onveilig.",
                },
            ],
        },
        {
            "key": "gelegen",
            "text": "Jawel, ik zit hier toch maar alleen. Och, het gaat zijn gangetje.",
            "choices": [
                {
                    "key": "a",
                    "text": "Fijn om te horen! Gaat u nog iets leuks doen vandaag?",
                    "next": "weer",
                    "effect": "Vrolijk, maar je zegt niets over haar woorden.",
                },
                {
                    "key": "b",
                    "text": "Zijn gangetje… hoe bedoelt u dat?",
                    "next": "stilte",
                    "effect": "Je herhaalt haar eigen woorden. Zo nodig je haar uit om meer te "
                    "vertellen.",
                },
                {
                    "key": "c",
                    "text": "U zegt: ik zit hier toch maar alleen. Hoe is dat voor u vandaag?",
                    "next": "stilte",
                    "effect": "Je hoorde het kleine zinnetje aan het begin, en je vraagt ernaar.",
                },
            ],
        },
        {
            "key": "weer",
            "text": "Iets leuks? Nee. Daar is het weer te slecht voor. En u?",
            "choices": [
                {
                    "key": "a",
                    "text": "Ik ga straks een stukje wandelen. Deed u dat vroeger ook graag?",
                    "next": "vroeger",
                    "effect": "Je vertelt kort iets van jezelf, en daarna laat je haar weer "
                    "praten.",
                },
                {
                    "key": "b",
                    "text": "U moet er eens uit, mevrouw. In het buurthuis is altijd koffie.",
                    "next": "advies",
                    "effect": "Goed bedoelde raad, maar zij vroeg er niet om.",
                },
                {
                    "key": "c",
                    "text": "Ik hoorde u net zeggen dat u toch maar alleen zit. Daar ging ik te "
                    "snel overheen. Hoe is dat voor u?",
                    "next": "stilte",
                    "effect": "Je gaat terug naar wat je miste. Dat mag altijd.",
                },
            ],
        },
        {
            "key": "vroeger",
            "text": "O, heel graag. Met mijn man, elke zondag langs de Vecht.",
            "choices": [
                {
                    "key": "a",
                    "text": "Elke zondag langs de Vecht. En hoe zijn uw dagen nu?",
                    "next": "stoel",
                    "effect": "Je begint bij een mooie herinnering en vraagt dan naar vandaag.",
                },
                {
                    "key": "b",
                    "text": "Dan moet u dat weer gaan doen! Bewegen is goed voor u.",
                    "next": "advies",
                    "effect": "Je maakt van een herinnering een opdracht.",
                },
            ],
        },
        {
            "key": "advies",
            "text": "(vlak) Ja. Dat zegt iedereen.",
            "choices": [
                {
                    "key": "a",
                    "text": "En daar hebt u weinig aan, hoor ik. Ik was te snel. Hoe zijn uw "
                    "dagen nu?",
                    "next": "stoel",
                    "effect": "Je hoort dat zij niet blij is, en je zegt eerlijk dat je te snel "
                    "was. Knap gedaan.",
                },
                {
                    "key": "b",
                    "text": "Maar het is echt waar! Probeer het nou gewoon een keer.",
                    "next": "dicht",
                    "effect": "Je blijft aandringen. Dan vertelt iemand meestal juist minder.",
                },
            ],
        },
        {
            "key": "stilte",
            "text": "Nou… (het wordt stil, je hoort haar ademen)",
            "choices": [
                {
                    "key": "a",
                    "text": "(Je zegt niets. Je telt rustig tot vijf.)",
                    "next": "stoel",
                    "effect": "Je geeft haar tijd om woorden te zoeken. Stilte is ook luisteren.",
                },
                {
                    "key": "b",
                    "text": "Ik ben er nog, hoor. Neem rustig de tijd.",
                    "next": "stoel",
                    "effect": "Zij weet nu dat je er bent en dat je geen haast hebt.",
                },
                {
                    "key": "c",
                    "text": "Eh… en wat eet u vanavond?",
                    "next": "eten",
                    "effect": "De stilte was jou te lang. Begrijpelijk, maar zij was nog aan "
                    "het zoeken.",
                },
            ],
        },
        {
            "key": "eten",
            "text": "Eten? O, een boterham. Dat is genoeg voor één persoon.",
            "choices": [
                {
                    "key": "a",
                    "text": "Lekker makkelijk! Nou, dan zal ik u niet langer ophouden.",
                    "next": "kort",
                    "effect": "Je stopt, terwijl zij net iets wilde vertellen.",
                },
                {
                    "key": "b",
                    "text": "Voor één persoon, zegt u. Hoe zijn uw dagen nu u alleen bent?",
                    "next": "stoel",
                    "effect": "In een gewone zin hoor je waar het om gaat, en je vraagt het "
                    "voorzichtig.",
                },
            ],
        },
        {
            "key": "stoel",
            "text": "Het zijn de ochtenden, weet u. Piet zat altijd aan de overkant van de "
            "tafel met zijn krant. En nu is die stoel leeg.",
            "choices": [
                {
                    "key": "a",
                    "text": "Wat zal het stil zijn, met die lege stoel tegenover u.",
                    "next": "verhaal",
                    "effect": "Je zegt terug wat je hoort, zonder oordeel en zonder raad. Zij "
                    "voelt zich begrepen.",
                },
                {
                    "key": "b",
                    "text": "Dat ken ik! Toen mijn vader overleed, hadden wij dat ook heel erg.",
                    "next": "andersom",
                    "effect": "Je wilt laten merken dat je haar begrijpt. Maar nu gaat het over "
                    "jou.",
                },
                {
                    "key": "c",
                    "text": "Probeer er niet te veel aan te denken. Afleiding helpt.",
                    "next": "troost",
                    "effect": "Je wilt haar pijn wegnemen. Zij hoort: praat er maar niet over.",
                },
            ],
        },
        {
            "key": "andersom",
            "text": "O ja? Wat naar voor u.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dank u. Maar ik wilde naar u luisteren. Wat las Piet graag in de "
                    "krant?",
                    "next": "verhaal",
                    "effect": "Twee zinnen over jezelf, en dan terug naar haar. Zo blijft het "
                    "haar gesprek.",
                },
                {
                    "key": "b",
                    "text": "Ja, dat was een zware tijd. Mijn moeder kon het ook zo slecht hebben…",
                    "next": "omgekeerd",
                    "effect": "Nu moet zij jou troosten.",
                },
            ],
        },
        {
            "key": "troost",
            "text": "Tja. Dat zegt mijn zoon ook altijd.",
            "choices": [
                {
                    "key": "a",
                    "text": "Het spijt me. U hoeft Piet niet te vergeten. Wat las hij graag in "
                    "de krant?",
                    "next": "verhaal",
                    "effect": "Je zegt eerlijk sorry en je vraagt naar hem. Zijn naam noemen "
                    "doet goed.",
                },
                {
                    "key": "b",
                    "text": "Nou, dan heeft hij gelijk. U moet vooruitkijken.",
                    "next": "dicht",
                    "effect": "Je zegt het nog een keer. Zij kan nu niet meer over haar verdriet "
                    "praten.",
                },
            ],
        },
        {
            "key": "verhaal",
            "text": "Hij las altijd één stukje voor. Het gekste bericht van de dag. (lacht "
            "zacht) Dat heb ik in geen maanden aan iemand verteld.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dank u dat u het mij vertelt. Ons kwartier is bijna om. Zal ik "
                    "dinsdag om tien uur weer bellen? Dan zoek ik ook een gek bericht voor u.",
                    "next": "samen",
                    "effect": "Je bedankt haar, je kondigt het einde aan en je maakt een afspraak.",
                },
                {
                    "key": "b",
                    "text": "Wat mooi. Ik kom gauw eens bij u langs, dan praten we verder!",
                    "next": "belofte",
                    "effect": "Lief gezegd, maar kun je dit ook echt doen?",
                },
                {
                    "key": "c",
                    "text": "O, ik zie dat het al kwart over tien is. Ik moet nu ophangen. Dag "
                    "mevrouw!",
                    "next": "abrupt",
                    "effect": "Je tijd was om, maar voor haar kwam het einde te snel.",
                },
            ],
        },
    ],
    "endings": [
        {
            "key": "samen",
            "text": "Dinsdag om tien uur. Ik zal een kopje koffie klaarzetten. Dag Kim, en dank "
            "je wel.",
            "quality": "good",
            "title": "Zij merkt dat je luistert",
            "reflection": "Je gaf mevrouw Bakker de ruimte en je luisterde naar wat zij zelf "
            "wilde vertellen. Je hoefde haar verdriet niet op te lossen. Een verhaal over Piet "
            "bracht "
            "zelfs een lach.\n\nOok het einde was goed. Ze weet wanneer je weer belt, en jullie "
            "hebben weer iets om over te praten.",
        },
        {
            "key": "kort",
            "text": "O. Nee, dat is goed. Dag.",
            "quality": "mixed",
            "title": "Vriendelijk, maar zij kon weinig vertellen",
            "reflection": "Je belde op tijd en je was aardig. Toch vertelde zij het belangrijkste "
            "niet. Op twee momenten zei mevrouw Bakker dat zij alleen is: aan het begin en bij het "
            "eten.\n\nGa eens terug naar de stilte. Wat gebeurt er als je wacht?",
        },
        {
            "key": "belofte",
            "text": "Komt u langs? Wat heerlijk! Dan bak ik een taart. Wanneer komt u?",
            "quality": "mixed",
            "title": "Een fijn gesprek, met een belofte te veel",
            "reflection": "Je hebt goed geluisterd. Mevrouw Bakker vertelde iets wat ze lang aan "
            "niemand vertelde. Maar nu rekent zij op een bezoek dat niet is afgesproken.\n\nBeloof "
            "alleen wat je zeker kunt doen. Weer bellen op een vaste tijd is ook een mooie "
            "belofte.",
        },
        {
            "key": "abrupt",
            "text": "O… ja. Dag.",
            "quality": "mixed",
            "title": "Goed geluisterd, te snel gestopt",
            "reflection": "Het gesprek zelf was fijn. Maar je hing zo snel op dat haar verhaal nog "
            "niet klaar was. Dan voelt zij zich extra alleen.\n\nZeg vijf minuten van tevoren dat "
            "jullie gaan stoppen. En zeg wanneer je weer belt.",
        },
        {
            "key": "omgekeerd",
            "text": "Ach kind, wat verdrietig. Sterkte ermee. Nou, ik ga maar eens afwassen. Dag.",
            "quality": "poor",
            "title": "Nu zorgt zij voor jou",
            "reflection": "Jouw verhaal was echt, en het was lief bedoeld. Maar mevrouw Bakker kon "
            "haar eigen verhaal niet meer vertellen. Zij ging voor jou zorgen.\n\nTwee zinnen over "
            "jezelf zijn genoeg. Word je verdrietig van zo’n gesprek? Bel na afloop je "
            "coördinator.",
        },
        {
            "key": "dicht",
            "text": "Ja, ja. Ik zal eraan denken. Goedemorgen. (legt neer)",
            "quality": "poor",
            "title": "Door jouw raad stopt zij met praten",
            "reflection": "Je wilde helpen. Toch voelde mevrouw Bakker zich niet begrepen. Wie "
            "verdriet heeft, zoekt meestal eerst iemand die luistert.\n\nJe kunt dit nog "
            "herstellen. Bel volgende week weer en zeg: ‘Ik gaf u raad, maar ik wil eigenlijk "
            "graag luisteren.’",
        },
        {
            "key": "opgehangen",
            "text": "Nee, dat weet ik niet. En ik koop niets aan de telefoon. (legt neer)",
            "quality": "poor",
            "title": "Zij wist niet wie je was",
            "reflection": "Wie niet weet wie er belt, wordt bang. Mevrouw Bakker was dus "
            "voorzichtig.\n\nBel na een uurtje opnieuw. Zeg meteen je naam, je organisatie en "
            "waarom je belt. Dan is dit snel vergeten.",
        },
    ],
}
