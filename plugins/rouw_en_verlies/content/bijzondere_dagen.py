"""Lesson 4: months later, days that hurt, and customs that differ."""

BODY: list[tuple[str, object]] = [
    ("heading", "Als er geen kaarten meer komen"),
    (
        "paragraph",
        "<p>In de eerste weken komt er veel steun. Daarna gaat ieder weer door met zijn eigen "
        "leven. Na een maand of drie komen er minder mensen langs. Juist dan begrijpen mensen het "
        "vaak pas echt: zij komt echt niet meer terug.</p><p>Veel mensen zeggen dat het tweede "
        "half jaar zwaarder was dan het eerste. De zaken zijn geregeld. Er is niets meer te doen. "
        "En anderen vragen er niet meer naar. Ze denken dat het wel gaat, of ze zijn bang om pijn "
        "te doen.</p><p>Maar de ander is het geen dag vergeten. Als jij na acht maanden naar hem "
        "vraagt, ben jij misschien de enige die week. Jij kunt dus veel doen: jij komt nog als "
        "anderen niet meer komen.</p>",
    ),
    ("heading", "Dagen die pijn doen"),
    (
        "paragraph",
        "<p>Sommige dagen zijn extra moeilijk. Denk aan de verjaardag, de trouwdag en de dag van "
        "het overlijden. Denk ook aan Kerst, het Suikerfeest, Divali of Oud en Nieuw. En er zijn "
        "dagen die alleen voor twee mensen iets betekenen. De eerste warme dag in het park. De "
        "avond van de voetbalfinale.</p>"
        "<p>Vaak zijn de dagen ervoor het zwaarst. Iemand denkt er weken aan en is er bang voor. "
        "Het helpt om er "
        "samen over te praten, en van tevoren iets af te spreken.</p>",
    ),
    (
        "tips",
        {
            "title": "Zo denk je het hele jaar aan de ander",
            "items": [
                "Vraag welke dagen moeilijk zijn. Zet ze in je eigen agenda, zonder namen of "
                "bijzonderheden.",
                "Bel een week ervoor: ‘Volgende week is jullie trouwdag. Hoe ziet u die dag voor "
                "u?’",
                "Stuur een kaart op de dag zelf. Ook na negen maanden is een kaart heel fijn.",
                "Bedenk samen iets kleins: een kaars, zijn lievelingseten, een wandeling naar het "
                "graf.",
                "Vraag ook of iemand juist niets wil. Ook dat is een plan.",
            ],
        },
    ),
    (
        "rouw_en_verlies_conversation",
        {
            "title": "Bijna december",
            "face": "woman-long-hair",
            "situation": (
                "Ineke (63) verloor in april haar vriendin Tineke. Ze waren 22 jaar bij elkaar. "
                "Jij belt haar elke week.\n\n"
                "Het is half november. Jullie praten over het weer. Dan wordt haar stem zachter."
            ),
            "who": "Ineke",
            "says": "Van mij mogen ze december overslaan dit jaar.",
            "options": [
                {
                    "say": "Je kunt bij mijn buurthuis mee-eten met Kerst! Zal ik je opgeven?",
                    "effect": "mixed",
                    "reply": "Nou, eh, lief van je. Ik zal erover denken.",
                    "why": (
                        "Je bedenkt meteen iets aardigs. Alleen weet je nog niet wat Ineke wil. "
                        "Misschien past het later heel goed. Vraag eerst wat december zo zwaar "
                        "maakt."
                    ),
                },
                {
                    "say": "Het is ook je eerste december zonder Tineke. Waar zie je tegenop?",
                    "effect": "opens",
                    "reply": (
                        "Tegen tweede kerstdag. Dan bakten we oliebollen, expres te vroeg. Ik weet "
                        "niet of ik dat nu moet doen of juist niet."
                    ),
                    "why": (
                        "Je noemt Tineke en je vraagt wat het voor Ineke is. Nu vertelt ze iets "
                        "wat je nooit had kunnen raden. Samen kunnen jullie verder denken over "
                        "die dag."
                    ),
                },
                {
                    "say": "Joh, die dagen zijn zo voorbij. Voor je het weet is het lente!",
                    "effect": "closes",
                    "reply": "Ja. Dat zal wel. Nou, fijne dag nog.",
                    "why": (
                        "Je wilt haar moed geven. Maar je luistert niet naar wat zij zegt. Ineke "
                        "voelt zich nu nog meer alleen."
                    ),
                },
            ],
            "remember": (
                "Bij een moeilijke dag vraag je eerst wat die dag betekent. Pas daarna denk je "
                "samen na over een plan."
            ),
        },
    ),
    ("heading", "Rouw is overal anders"),
    (
        "paragraph",
        "<p>In Utrecht wonen mensen uit de hele wereld. Ieder heeft eigen gewoonten bij de dood. "
        "Een paar voorbeelden:</p>"
        "<ul>"
        "<li>Bij veel moslims is de begrafenis zo snel mogelijk. De familie en de buurt komen "
        "langs met eten. Een weduwe blijft soms ruim vier maanden vooral thuis.</li>"
        "<li>Bij veel Surinaamse families is er een avond met zingen, eten en verhalen. Verdriet "
        "en lachen horen daar bij elkaar.</li>"
        "<li>Bij veel hindoes wordt iemand gecremeerd en is wit de kleur van rouw.</li>"
        "<li>Bij veel Joodse families blijft men zeven dagen thuis en komt het bezoek naar hen "
        "toe.</li>"
        "<li>In veel Nederlandse families is er koffie met cake. Huilen doet men vaak liever "
        "thuis, met de deur dicht.</li>"
        "</ul>"
        "<p>Let op het woord ‘veel’. Niet iedereen met een geloof of een land van herkomst doet "
        "het zo. Ook binnen één gezin zijn er verschillen. Weet je het niet? Vraag het. De meeste "
        "mensen vertellen graag over hun gewoonten. Maak je een fout, zeg dan gewoon sorry.</p>",
    ),
    (
        "case",
        {
            "title": "Het graf ver weg",
            "face": "woman-headscarf",
            "text": (
                "<p>De man van Fatima (59) ligt begraven in Marokko. Dat wilde hij graag. De "
                "eerste dagen zat haar huis in Overvecht vol. Nu zijn haar zussen weer naar "
                "huis.</p>"
                "<p>‘In mijn dorp ging je elke vrijdag naar het graf,’ vertelt ze. ‘Hier heb ik "
                "niets om naartoe te gaan. En een ticket is duur.’ Haar Nederlands is goed. Maar "
                "over dit soort dingen praat ze liever in haar eigen taal.</p>"
            ),
            "question": "Hoeveel verliezen hoor je in dit verhaal? En waar zou jij naar vragen?",
        },
    ),
    (
        "paragraph",
        "<p>Fatima mist haar man. Ze mist ook een plek om naartoe te gaan, haar familie, en haar "
        "eigen taal. Misschien is er een andere plek die nu goed voelt: een boom, een bankje, een "
        "hoek in de kamer. Je kunt vragen of er iemand is met wie ze in haar eigen taal praat. "
        "En je kunt vragen: ‘Hoe zegt u in uw taal dat u iemand mist?’ Dat is een mooie vraag, "
        "want dan is zij degene die jou iets leert.</p>",
    ),
    (
        "callout",
        {
            "kind": "mind",
            "text": (
                "<p>Denk niet dat je iemands geloof of gewoonten al kent. Een achternaam of een "
                "hoofddoek vertelt je niet hoe iemand rouwt. ‘Hoe gaat dat bij u?’ is bijna altijd "
                "een goede vraag.</p>"
            ),
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Acht maanden later",
            "question": (
                "Je bezoekt een man die acht maanden geleden zijn vrouw verloor. Hij praat nooit "
                "meer over haar. Wat kun je doen?"
            ),
            "multiple": True,
            "options": [
                {
                    "text": "Wachten tot hij zelf begint. Je wilt hem geen pijn doen.",
                    "correct": False,
                    "feedback": (
                        "Hij is haar niet vergeten. Misschien denkt hij dat jij het niet meer "
                        "wilt horen."
                    ),
                },
                {
                    "text": "Bij de foto zeggen: ‘Dit is ze, hè? Wat was haar naam ook weer?’",
                    "correct": True,
                    "feedback": "Zo kan hij iets zeggen. Hij kiest zelf of hij verder praat.",
                },
                {
                    "text": "Vragen of er binnenkort dagen zijn waar hij tegenop ziet.",
                    "correct": True,
                    "feedback": "Zo weet je wanneer een kaart of een belletje goed doet.",
                },
                {
                    "text": "Zeggen dat het goed is om niet meer aan haar te denken.",
                    "correct": False,
                    "feedback": (
                        "Dat hoeft niet. Je kunt verder leven en toch aan iemand blijven denken."
                    ),
                },
            ],
            "explanation": (
                "<p>Vragen mag, ook na maanden of jaren. Zegt iemand nee? Dan is dat goed. Hij "
                "weet nu in elk geval dat het bij jou kan.</p>"
            ),
        },
    ),
    (
        "reflection",
        {
            "question": "Wat deden ze bij jou thuis als er iemand doodging?",
            "hint": (
                "Wie kwamen er? Wat aten jullie? Mocht je huilen, of juist niet? Wat je kent, "
                "voelt gewoon. Voor een ander is het misschien heel vreemd."
            ),
        },
    ),
]
