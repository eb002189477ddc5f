"""Lesson 5: one's own losses and limits, when more help is needed, and who can give it."""

BODY: list[tuple[str, object]] = [
    ("heading", "Jij hebt ook je eigen verlies"),
    (
        "paragraph",
        "<p>Wie bij een mens met verdriet is, voelt soms ook het eigen verdriet. Een liedje op de "
        "radio, de geur van een kamer, een zin. Opeens ben je weer bij je vader, je zus of je oude "
        "huis. Dat is heel gewoon. Het laat zien dat je een mens bent.</p><p>Je eigen ervaring kan "
        "je ook helpen. Je weet dat het verdriet niet weg hoeft. Je weet welke woorden pijn deden. "
        "Maar pas op voor één ding: dat jij gaat denken dat de ander het net zo voelt als jij. "
        "Zijn verlies is van hem.</p>",
    ),
    (
        "case",
        {
            "title": "Wim rijdt een rondje om",
            "face": "older-man-bald",
            "text": (
                "<p>Wim (70) bezoekt elke week een man van zijn eigen leeftijd. Wim verloor twee "
                "jaar geleden zijn vrouw. De man die hij bezoekt, verloor de zijne in mei. Ze "
                "vinden elkaar aardig. Ze praten soms wel twee uur.</p>"
                "<p>De laatste tijd rijdt Wim na het bezoek eerst een rondje om. Hij slaapt "
                "slecht in die nacht. Gisteren ging hij niet. De reden die hij gaf, was niet "
                "waar. Nu schaamt hij zich. "
                "‘Ik moet dit volhouden,’ denkt hij.</p>"
            ),
            "question": "Wat zou jij tegen Wim zeggen als hij jouw vriend was?",
        },
    ),
    (
        "paragraph",
        "<p>Wim hoeft dit niet vol te houden. Hij merkt een grens, en dat is nuttig nieuws. "
        "Hij kan zijn coördinator bellen. Dat is de beroepskracht bij wie vrijwilligers "
        "terechtkunnen. Misschien gaat hij korter op bezoek, of om de week. Misschien gaat hij "
        "samen met een ander. En misschien mag iemand ook eens naar hém vragen.</p>",
    ),
    (
        "tips",
        {
            "title": "Zo houd je het vol",
            "items": [
                "Spreek vooraf een tijd af. Een uur is voor een zwaar gesprek lang genoeg.",
                "Doe na een bezoek iets gewoons: een eindje lopen, muziek, de afwas.",
                "Geef geen beloften die je niet kunt houden. Zeg niet: ‘Je mag altijd bellen.’",
                "Vertel je coördinator wat het met jóú doet. Dat kan zonder de ander bij naam te "
                "noemen.",
                "Is je eigen verlies nog maar kort geleden? Wacht dan even met dit werk. Dat is "
                "geen zwakte.",
            ],
        },
    ),
    ("heading", "Wanneer is er meer hulp nodig?"),
    (
        "paragraph",
        "<p>De meeste mensen hebben genoeg aan de steun van gewone mensen. Soms is dat niet "
        "genoeg. Let op als je dit een paar weken ziet:</p><ul><li>Iemand eet, slaapt of wast zich "
        "bijna niet meer.</li><li>De gordijnen blijven dicht en iemand laat niemand meer "
        "binnen.</li><li>Iemand drinkt veel, of neemt veel pillen.</li><li>Na een jaar is het "
        "verdriet nog elke dag zo erg als in het begin. Iemand kan niet aan iets anders "
        "denken.</li><li>Er was nog iets ergs: een ongeluk, geweld, zelfdoding of de dood van een "
        "kind.</li></ul><p>Zegt iemand dat het leven niet meer hoeft? Wacht dan niet. Doe er "
        "dezelfde dag iets mee.</p><p>Eén teken zegt nog niet alles. Je hoeft niet te weten wat er "
        "precies is. Je vraagt, je luistert, en je haalt er iemand bij. Doe dat met de ander samen "
        "als het kan: ‘Ik maak me zorgen. Zullen we samen de huisarts bellen?’</p>",
    ),
    (
        "rouw_en_verlies_conversation",
        {
            "title": "Een zin die niet kan wachten",
            "face": "older-man-grey",
            "situation": (
                "Meneer Chen (79) is sinds een jaar weduwnaar. Je brengt hem elke vrijdag een "
                "maaltijd en blijft dan even. De laatste weken eet hij weinig.\n\n"
                "Vandaag staat de maaltijd van vorige week er nog. Hij kijkt je niet aan."
            ),
            "who": "Meneer Chen",
            "says": "Van mij hoeft het niet meer. Ik zou liever niet meer wakker worden.",
            "options": [
                {
                    "say": "Zeg dat nou niet! U heeft toch een prachtige kleinzoon?",
                    "effect": "closes",
                    "reply": "Ja, dat is zo. Vergeet maar wat ik zei. (Hij pakt de vuile bakjes.)",
                    "why": (
                        "Je schrikt, en dat is logisch. Maar meneer Chen leert nu dat hij dit "
                        "beter niet kan zeggen. Hij is er dan alleen mee. Juist dat is "
                        "gevaarlijk."
                    ),
                },
                {
                    "say": "Wat moeilijk. Ik hoor het volgende week graag, ik moet nu echt verder.",
                    "effect": "closes",
                    "reply": "Ga maar gauw. Anderen hebben ook honger.",
                    "why": (
                        "Soms heb je echt haast. Maar deze zin kan niet wachten tot volgende week. "
                        "Bel dat je later komt, of bel meteen je coördinator."
                    ),
                },
                {
                    "say": "Goed dat u het zegt. Denkt u eraan om een eind aan uw leven te maken?",
                    "effect": "opens",
                    "reply": (
                        "(Het is lang stil.) Nee. Dat niet. Maar ik ben zo moe. Jij bent de eerste "
                        "die het vraagt."
                    ),
                    "why": (
                        "Het gewoon vragen mag. Die vraag maakt het niet erger. Vaak geeft "
                        "het rust. "
                        "Ook na een nee haal je er vandaag nog iemand bij: de huisarts of je "
                        "coördinator. Is het antwoord ja? Blijf dan bij hem en bel samen 113, of "
                        "112 als er haast is."
                    ),
                },
                {
                    "say": "U bent vast erg moe. Het komt door het verdriet, dat is normaal.",
                    "effect": "mixed",
                    "reply": "Ja. Moe. Heel erg moe. (Hij zucht.)",
                    "why": (
                        "Je hebt aandacht voor hoe hij zich voelt. Dat is goed. Maar je noemt het "
                        "normaal en vraagt niet door. Je weet nu nog niet hoe ernstig het is."
                    ),
                },
            ],
            "remember": (
                "Je hoeft dit niet op te lossen. Maar laat hem er niet alleen mee. Vraag, "
                "blijf, en haal er iemand bij."
            ),
        },
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": (
                '<p>Praat iemand over zelfdoding? Bel <b><a href="tel:113">113</a></b> of '
                'gratis <b><a href="tel:08000113">0800-0113</a></b>. Dat '
                "kan dag en nacht. Jij mag zelf ook bellen om te vragen wat je moet doen. Is er "
                'direct gevaar? Bel dan <b><a href="tel:112">112</a></b>.</p>'
                "<p>Beloof nooit dat je zoiets geheimhoudt. Zeg eerlijk: ‘Dit is te zwaar voor "
                "mij alleen. Ik haal er hulp bij.’</p>"
            ),
        },
    ),
    ("heading", "Wie kan er helpen?"),
    (
        "paragraph",
        "<ul>"
        "<li><b>De huisarts</b> bij klachten van het lijf, heel slecht slapen of grote "
        "somberheid. Daar werkt vaak ook iemand met wie je langer kunt praten.</li>"
        "<li><b>Het buurtteam</b> bij zorgen over geld, post, wonen of zorg thuis.</li>"
        "<li><b>Humanitas Utrecht</b> als iemand met een vrijwilliger over het verlies wil "
        "praten.</li>"
        "<li><b>Zin in Utrecht</b> bij vragen over de zin van het leven, met of zonder "
        "geloof.</li>"
        "<li><b>Een imam, dominee, pastor of pandit</b> als geloof belangrijk is.</li>"
        "<li><b>De eigen kring.</b> Vraag eens: ‘Wie zou u hier graag bij hebben?’</li>"
        "</ul>"
        "<p>De eerste keer ergens naartoe gaan is spannend. Bied aan om mee te gaan. En zegt "
        "iemand nee? Respecteer dat. Vraag het over een paar weken nog eens. Alleen bij gevaar "
        "wacht je niet.</p>",
    ),
    ("heading", "Met wie praat je over je zorgen?"),
    (
        "paragraph",
        "<p>Praat eerst met de coördinator van je eigen organisatie. Heb je die niet, of weet je "
        "het niet zeker? Bel of mail dan het Infopunt. Zij denken met je mee.</p>"
        "<p>Vertel het ook aan de ander: ‘Ik wil graag overleggen hoe ik u kan helpen. Vindt u "
        "dat goed?’ Noem in het overleg niet meer dan nodig is. Vaak kan het zonder naam. Op deze "
        "site schrijven we niets op over de mensen die jij bezoekt. Zet zelf ook geen namen of "
        "verhalen in een app of een mail.</p>",
    ),
    ("infopunt", None),
    (
        "reflection",
        {
            "question": "Waaraan merk jij dat het je te veel wordt? En wie bel je dan?",
            "hint": (
                "Denk aan je lijf, je slaap en je humeur. Kies één persoon en zet het nummer nu in "
                "je telefoon. Dan hoef je later niet te zoeken."
            ),
        },
    ),
    ("heading", "En nu verder"),
    (
        "paragraph",
        "<p>Je hebt gelezen, gekozen en nagedacht. Iemand helpen leer je niet uit een boek. Je "
        "leert het door bij iemand te blijven. Dit kun je nu doen:</p><ol><li>Kies één mens die "
        "iemand mist. Bel die deze week, of stuur een kaart.</li><li>Noem de naam van wie er "
        "gemist wordt. Wees daarna tien tellen stil.</li><li>Kom naar een bijeenkomst van deze "
        "training. Daar oefen je samen met anderen, in je eigen tempo.</li><li>Wil je meer leren? "
        "Kijk dan ook eens bij de trainingen over zingeving en over eenzaamheid.</li></ol><p>Je "
        "neemt het verdriet niet weg. Maar je zorgt dat iemand er niet alleen mee is. Dank je wel "
        "daarvoor.</p>",
    ),
]
