"""A conversation to practise: someone sounds different, and asks you to keep a secret."""

CALL: dict[str, object] = {
    "title": "Meneer Yilmaz klinkt anders",
    "face": "older-man-cap",
    "situation": "<p>Jij bent Noor, vrijwilliger bij HandjeHelpen. Je belt meneer Yilmaz (72) "
    "al zes weken, elke donderdag om half één. Hij woont alleen in Overvecht. Meestal maakt hij "
    "meteen een grap. Je weet dat hij graag schaakt en vroeger buschauffeur was.</p>",
    "other": "Meneer Yilmaz",
    "turns": [
        {
            "key": "begin",
            "text": "(schor) Ja… met Yilmaz.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dag meneer Yilmaz, met Noor van HandjeHelpen. U klinkt schor. Hoe "
                    "gaat het?",
                    "next": "schor",
                    "effect": "Je zegt wat je hoort, zonder oordeel. Daarna laat je hem vertellen.",
                },
                {
                    "key": "b",
                    "text": "Dag meneer Yilmaz, met Noor! Wat een heerlijk weer, hè?",
                    "next": "gordijnen",
                    "effect": "Een gewoon begin. Maar je zegt nog niets over zijn schorre stem.",
                },
                {
                    "key": "c",
                    "text": "Met Noor. U klinkt vreselijk! Bent u ziek? Eet u wel? Hebt u koorts?",
                    "next": "verhoor",
                    "effect": "Je schrikt en stelt vier vragen tegelijk. Dat is te veel.",
                },
            ],
        },
        {
            "key": "gordijnen",
            "text": "Is het mooi weer? De gordijnen zijn hier nog dicht.",
            "choices": [
                {
                    "key": "a",
                    "text": "Nog dicht, om half één? Hoe is uw dag tot nu toe?",
                    "next": "schor",
                    "effect": "Je hoort het signaal en stelt een open vraag.",
                },
                {
                    "key": "b",
                    "text": "Doe ze dan maar gauw open! Licht doet een mens goed.",
                    "next": "afhouden",
                    "effect": "Je geeft een opdracht. Waarom ze dicht zijn, weet je nu nog niet.",
                },
            ],
        },
        {
            "key": "verhoor",
            "text": "Rustig, rustig. Je lijkt de dokter wel. Er is niks.",
            "choices": [
                {
                    "key": "a",
                    "text": "U hebt gelijk, dat was veel tegelijk. Ik schrok van uw stem. Hoe "
                    "gaat het?",
                    "next": "schor",
                    "effect": "Je bent eerlijk over jezelf en stelt één vraag. Dat geeft rust.",
                },
                {
                    "key": "b",
                    "text": "Ik vertrouw het niet. Zal ik uw zoon bellen?",
                    "next": "afhouden",
                    "effect": "Je beslist zonder hem. Hij zegt nu liever niets meer.",
                },
            ],
        },
        {
            "key": "schor",
            "text": "Ach. Jij bent de eerste die ik vandaag spreek. En van eten komt het niet zo.",
            "choices": [
                {
                    "key": "a",
                    "text": "Nog niemand gesproken en nog niets gegeten. Hoelang gaat dat al zo?",
                    "next": "buurman",
                    "effect": "Je vat samen en vraagt door. Zo blijkt of het om één dag gaat of "
                    "om langer.",
                },
                {
                    "key": "b",
                    "text": "O, zulke dagen heb ik ook weleens!",
                    "next": "afhouden",
                    "effect": "Je doet alsof het niet erg is. Voor hem is het wel erg.",
                },
                {
                    "key": "c",
                    "text": "Dat is niets voor u. Wat is er veranderd?",
                    "next": "buurman",
                    "effect": "Je laat merken dat je hem kent, en je vraagt wat er anders is.",
                },
            ],
        },
        {
            "key": "afhouden",
            "text": "Ja, ja. Ik red me wel. Was er nog iets?",
            "choices": [
                {
                    "key": "a",
                    "text": "Ja. Ik ging net te snel. U klinkt anders dan anders. Wat is er "
                    "veranderd?",
                    "next": "buurman",
                    "effect": "Je komt terug op wat je miste. Hij merkt dat je het meent.",
                },
                {
                    "key": "b",
                    "text": "Nee hoor, dat was het. Tot volgende week!",
                    "next": "gemist",
                    "effect": "Hij zegt dat het wel gaat, en jij gelooft hem maar. Je gevoel zei "
                    "iets anders.",
                },
            ],
        },
        {
            "key": "buurman",
            "text": "Het is sinds twee weken. Mijn buurman is verhuisd. Die klopte elke ochtend "
            "op het raam. (stilte) Maar dat blijft tussen ons, hè? Je zegt het tegen niemand.",
            "choices": [
                {
                    "key": "a",
                    "text": "Natuurlijk. Ik beloof het, ik zeg niets.",
                    "next": "geheim",
                    "effect": "Dit is lief bedoeld. Maar je belooft iets wat je misschien niet "
                    "kunt doen.",
                },
                {
                    "key": "b",
                    "text": "Ik vertel het niet rond. Maar als ik me zorgen maak, overleg ik "
                    "met mijn coördinator. Dat hoort u dan eerst van mij.",
                    "next": "eerlijk",
                    "effect": "Je bent eerlijk over wat je doet, en hij beslist zelf.",
                },
                {
                    "key": "c",
                    "text": "Dat kan niet, meneer. Ik moet zulke dingen melden.",
                    "next": "regels",
                    "effect": "Je denkt aan de regels voordat je aan hem denkt. Dat klinkt niet "
                    "vriendelijk.",
                },
            ],
        },
        {
            "key": "geheim",
            "text": "Dank je. Zonder die klop op het raam heb ik nergens meer zin in.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dat klinkt zwaar. En ik heb te snel iets beloofd. Hier wil ik "
                    "graag met mijn coördinator over praten. Vindt u dat goed?",
                    "next": "eerlijk",
                    "effect": "Je komt terug op je belofte en legt uit waarom. Moeilijk, maar "
                    "eerlijk.",
                },
                {
                    "key": "b",
                    "text": "Niet zo somber. Morgen gaat het vast beter. En ik houd mijn mond, "
                    "hoor.",
                    "next": "alleen",
                    "effect": "Je doet alsof zijn gevoel niet belangrijk is, en zo krijgt hij ook "
                    "geen hulp.",
                },
            ],
        },
        {
            "key": "regels",
            "text": "Dan had ik beter niks kunnen zeggen.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dat zei ik te hard, sorry. Ik doe niets buiten u om. Ik gun het u "
                    "alleen dat u dit niet in uw eentje hoeft te dragen.",
                    "next": "eerlijk",
                    "effect": "Je zegt sorry en je laat merken dat je aan hem denkt.",
                },
                {
                    "key": "b",
                    "text": "Het is echt beter voor u, meneer.",
                    "next": "gesloten",
                    "effect": "Je weet het beter dan hij. Zo verlies je zijn vertrouwen.",
                },
            ],
        },
        {
            "key": "eerlijk",
            "text": "Netjes dat je het zegt. Maar ik wil geen hulpverleners aan de deur, hoor.",
            "choices": [
                {
                    "key": "a",
                    "text": "Dat hoeft ook niet. Wat zou u zelf prettig vinden?",
                    "next": "wens",
                    "effect": "Je respecteert zijn nee en vraagt wat hij zelf wil.",
                },
                {
                    "key": "b",
                    "text": "Wie waren er vroeger om u heen met wie het klikte?",
                    "next": "wens",
                    "effect": "Je begint bij wat er al was. Daar zit vaak een goede volgende stap.",
                },
                {
                    "key": "c",
                    "text": "Weet u wat? U krijgt mijn eigen nummer. U mag altijd bellen, ook "
                    "’s nachts.",
                    "next": "nummer",
                    "effect": "Dit is lief. Maar je belooft meer dan je kunt volhouden.",
                },
            ],
        },
        {
            "key": "nummer",
            "text": "Altijd? Ik slaap zo slecht. Dan bel ik je vannacht misschien al.",
            "choices": [
                {
                    "key": "a",
                    "text": "Daar moet ik op terugkomen. ’s Nachts kan ik er niet zijn. Dan "
                    "kunt u de Luisterlijn bellen. Wat zou u overdag prettig vinden?",
                    "next": "wens",
                    "effect": "Je stelt nu wel een grens, en je zegt wie hij dan kan bellen. Dat "
                    "is ook zorgen.",
                },
                {
                    "key": "b",
                    "text": "Dat is goed, hoor. Daar ben ik voor.",
                    "next": "altijd",
                    "effect": "Je durft geen grens te stellen. Hoelang houd je dit vol?",
                },
            ],
        },
        {
            "key": "wens",
            "text": "Een potje schaak. Met die Anton van de buurtkamer, daar kon ik goed mee. "
            "Maar ja, zomaar naar binnen stappen…",
            "choices": [
                {
                    "key": "a",
                    "text": "Mag ik mijn coördinator vragen of er iemand een keer met u mee kan? "
                    "En zal ik u maandag alvast even bellen?",
                    "next": "samen",
                    "effect": "Je vraagt toestemming, je zoekt iemand die meegaat en je belt "
                    "eerder terug.",
                },
                {
                    "key": "b",
                    "text": "Goed idee! Gewoon doen. Ik hoor het volgende week wel.",
                    "next": "half",
                    "effect": "Je moedigt hem aan. Maar naar binnen gaan blijft moeilijk voor hem.",
                },
                {
                    "key": "c",
                    "text": "Ik regel het. Anton staat morgen bij u op de stoep.",
                    "next": "geregeld",
                    "effect": "Vol energie, maar hij vroeg het niet en Anton weet van niets.",
                },
            ],
        },
    ],
    "endings": [
        {
            "key": "samen",
            "text": "Dat mag je vragen, ja. En maandag neem ik op. Dan eet ik eerst een "
            "boterham, beloofd.",
            "quality": "good",
            "title": "Samen een volgende stap",
            "reflection": "Je hoorde het signaal en je vroeg door. Je was eerlijk over wat je "
            "met zijn verhaal doet. Meneer Yilmaz koos zelf wat hij wilde, en jij zocht hulp voor "
            "de eerste keer.\n\nJe vertelt je coördinator alleen wat nodig is. En je belt maandag, "
            "zoals je hebt gezegd.",
        },
        {
            "key": "half",
            "text": "Tja. Ik zal zien. Tot donderdag dan maar.",
            "quality": "mixed",
            "title": "Een goed plan, maar het begin is moeilijk",
            "reflection": "Je luisterde goed en hij vertelde wat hij zelf wil. Maar hij zei ook "
            "dat hij niet zomaar naar binnen durft. Daar liet je hem alleen.\n\nDe eerste keer "
            "meegaan helpt vaak het meest. Dat hoef jij niet zelf te doen. Vraag je coördinator "
            "wie dat kan.",
        },
        {
            "key": "geregeld",
            "text": "Morgen al? Ho even. Ik weet niet of ik dat wel wil.",
            "quality": "mixed",
            "title": "Jij besliste voor hem",
            "reflection": "Je bedoelt het goed en zijn wens is duidelijk. Toch ging "
            "het te hard. Je deelt zijn verhaal met Anton zonder dat hij ja zei.\n\nVraag eerst "
            "toestemming, en laat hem het tempo bepalen.",
        },
        {
            "key": "altijd",
            "text": "Je bent een engel. Tot vannacht dan, denk ik.",
            "quality": "mixed",
            "title": "Meer gegeven dan je kunt volhouden",
            "reflection": "Meneer Yilmaz merkt dat je hem belangrijk vindt. Maar met jouw eigen "
            "nummer is er geen rust meer, ook niet ’s nachts. Na een paar weken neem je misschien "
            "niet meer op. Dat doet hem pijn.\n\nBel je coördinator en bespreek hoe je hierop "
            "terugkomt. Voor de nacht is er de Luisterlijn.",
        },
        {
            "key": "alleen",
            "text": "Ja. Morgen. Dag Noor.",
            "quality": "poor",
            "title": "Een geheim waar je niets mee kunt",
            "reflection": "Je wilde lief zijn. Maar nu mag je niemand om hulp vragen. En met hem "
            "gaat het nog net zo als vanochtend.\n\nJe kunt altijd om raad vragen zonder een naam "
            "te noemen. Bel daarna terug en vertel eerlijk dat je te snel iets beloofde.",
        },
        {
            "key": "gesloten",
            "text": "Goed. Dan weten we dat. Dag. (legt neer)",
            "quality": "poor",
            "title": "Het vertrouwen is weg",
            "reflection": "Je nam het signaal serieus, en dat is belangrijk. Maar voor meneer "
            "Yilmaz leken de regels belangrijker dan hijzelf.\n\nZeg de volgende keer eerst wat je "
            "hoort, en dat je je zorgen maakt. Vraag daarna pas of je het mag bespreken. Bel hem "
            "morgen en zeg sorry.",
        },
        {
            "key": "gemist",
            "text": "Ja. Tot volgende week.",
            "quality": "poor",
            "title": "Je deed niets met het signaal",
            "reflection": "Een schorre stem, gordijnen dicht of nog niets gegeten: er was iets "
            "aan de hand. Je voelde het misschien wel, maar je vroeg niet verder.\n\nDat "
            "gebeurt iedereen weleens. Wacht niet een hele week. Bel morgen en zeg: ‘Ik moest "
            "nog aan u denken.’",
        },
    ],
}
