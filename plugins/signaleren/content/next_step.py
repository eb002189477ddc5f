"""Lesson 5: where to take a signal, privacy, own limits and what to do next."""

BODY: list[tuple[str, object]] = [
    (
        "paragraph",
        "<p>Je hebt iets gemerkt en je hebt ernaar gevraagd. Soms is dat genoeg. Soms maak je je "
        "daarna nog zorgen. Dan is de vraag: waar breng ik mijn signaal? En wat gebeurt er "
        "daarna? In deze les krijg je daar een duidelijk antwoord op.</p>",
    ),
    ("heading", "Je hoeft het niet alleen te doen"),
    (
        "paragraph",
        "<p>Jij bent geen hulpverlener en geen familie. Je bent iemand met aandacht voor een "
        "ander. Jij hoeft niet alles te doen, en dat is goed. Je volgt deze "
        "stappen:</p><ol><li><b>Vraag het de ander.</b> ‘Ik maak me een beetje zorgen. Vindt u het "
        "goed als ik eens vraag wat er mogelijk is?’</li><li><b>Praat met je coördinator.</b> Heb "
        "je een coördinator bij je organisatie? Begin dan daar.</li><li><b>Bel of mail het "
        "Infopunt Informele Zorg.</b> Daar denken mensen met je mee. Zij kennen de organisaties in "
        "de stad.</li><li><b>Kom terug bij de ander.</b> Vertel wat je hebt gehoord. Laat de ander "
        "kiezen.</li></ol><p>Het Infopunt kijkt samen met jou wat een goede volgende stap kan "
        "zijn. Denk aan een maatje of een plek in de buurt. Soms is een gesprek met een "
        "beroepskracht beter, bijvoorbeeld van het buurtteam. Je hoort niet altijd hoe het "
        "afloopt. Dat heeft met privacy te maken. Jouw telefoontje telt wel.</p>",
    ),
    ("infopunt", None),
    ("heading", "Zo gaan we om met privacy"),
    (
        "paragraph",
        "<p>Het verhaal van een ander is van die ander. Je vertelt het niet zomaar door.</p>",
    ),
    (
        "tips",
        {
            "title": "Wees voorzichtig met het verhaal van een ander",
            "items": [
                "Vraag eerst of je iets mag delen. Krijg je een nee? Dan noem je geen naam.",
                "Wil je alleen overleggen? Vertel dan wat je merkte, zonder naam en zonder adres.",
                "Zet niets over een ander in een app-groep of op papier dat blijft liggen.",
                "Vertel alleen wat nodig is. Feiten eerst: wat zag of hoorde je?",
                "Beloof nooit dat je álles geheim houdt. Bij gevaar moet je hulp kunnen halen.",
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "remember",
            "text": "<p>De Vrijwilligersacademie bewaart <b>niets</b> over de mensen die jij "
            "bezoekt. Geen naam, geen adres, geen signaal. Wij bewaren alleen hoe jij de "
            "oefeningen doet, met mensen die niet echt bestaan.</p>",
        },
    ),
    ("heading", "Als het dringend is"),
    (
        "callout",
        {
            "kind": "mind",
            "text": '<p>Is iemand nu in gevaar? Bel <b><a href="tel:112">112</a></b>.</p>'
            "<p>Zegt iemand dat hij niet meer wil leven? Blijf rustig. Vraag het gewoon: ‘Denk je "
            "aan zelfmoord?’ Die vraag maakt het niet erger. Bel samen "
            '<b><a href="tel:113">113</a></b> of '
            '<b><a href="tel:08000113">0800-0113</a></b>. Dat is gratis en kan dag en nacht. '
            "Bel daarna je coördinator. Je hoeft "
            "dit niet alleen te doen.</p>",
        },
    ),
    ("heading", "Oefenen: een moeilijk bezoek"),
    (
        "paragraph",
        "<p>Het echte leven is ingewikkeld. Oefen nog één keer. Let op: een opgeruimd huis en "
        "een vriendelijk gezicht vertellen niet het hele verhaal.</p>",
    ),
    (
        "signaleren_visit",
        {
            "title": "Soep bij meneer Pinas",
            "face": "older-man-glasses",
            "scene": "<p>Meneer Pinas is 69. Hij zorgde vier jaar voor zijn man Hans, die "
            "dementie heeft. Drie maanden geleden is Hans naar een verpleeghuis verhuisd. Je "
            "bent er voor de tweede keer.</p>",
            "question": "Wat kan hier een signaal van eenzaamheid zijn? Kruis het aan.",
            "fragments": [
                {
                    "text": "Het huis is netjes. Er staan verse bloemen op tafel.",
                    "signal": False,
                    "why": "Een net huis zegt weinig, naar beide kanten. Iemand kan zich prima "
                    "voelen of juist heel eenzaam zijn.",
                    "ask": "",
                },
                {
                    "text": "Hij praat een uur over Hans. Als je naar hemzelf vraagt, zegt hij "
                    "niets meer.",
                    "signal": True,
                    "why": "Wie lang voor een ander zorgt, kan zichzelf vergeten. De stilte "
                    "kan verdriet zijn. Hij kan ook gewoon niet gewend zijn aan die vraag.",
                    "ask": "‘U vertelt zo mooi over Hans. En hoe zijn uw dagen nu?’",
                },
                {
                    "text": "‘Ik ga elke middag naar Hans. Dat doe ik graag.’",
                    "signal": False,
                    "why": "Dit is liefde en een vast ritme. Op zichzelf is het geen signaal.",
                    "ask": "",
                },
                {
                    "text": "‘Wij hadden altijd vrienden aan tafel. Die zijn weggebleven toen "
                    "Hans ziek werd.’",
                    "signal": True,
                    "why": "Veel mantelzorgers verliezen hun kring. Dat kan sociale eenzaamheid "
                    "geven. Misschien willen die vrienden wel komen, maar durven zij niet.",
                    "ask": "‘Wie van die vrienden zou u graag weer eens zien?’",
                },
                {
                    "text": "‘In het verpleeghuis zeg ik dat Hans mijn broer is. Dat is "
                    "makkelijker.’",
                    "signal": True,
                    "why": "Hij verbergt een groot deel van zijn leven. Dat kan heel eenzaam "
                    "maken. Misschien voelt hij zich er niet veilig. Dat is niet zijn schuld.",
                    "ask": "‘Bij wie kunt u wel gewoon zeggen dat Hans uw man is?’",
                },
                {
                    "text": "Hij heeft soep voor je gemaakt, naar een recept van zijn moeder uit "
                    "Paramaribo.",
                    "signal": False,
                    "why": "Hij zorgt graag en geeft je iets. Dat is kracht. Vraag gerust om "
                    "het recept.",
                    "ask": "",
                },
                {
                    "text": "‘Het zijn lange dagen. Ik weet soms niet waar ik nog voor opsta.’",
                    "signal": True,
                    "why": "Dit kan existentiële eenzaamheid zijn: de zin van het leven is weg. "
                    "Vraag altijd door. Wil hij niet meer leven? Haal dan meteen hulp.",
                    "ask": "‘Wat bedoelt u daarmee? Vertel eens.’",
                },
                {
                    "text": "’s Avonds luistert hij naar jazz op de radio.",
                    "signal": False,
                    "why": "Alleen muziek luisteren kan heerlijk zijn. Je kunt er wel over "
                    "beginnen. Mensen praten makkelijk over wat zij mooi vinden.",
                    "ask": "",
                },
            ],
            "closing": "Hier komen zorg, verlies en jezelf verbergen samen. Meneer Pinas heeft "
            "misschien meer nodig dan jouw bezoek. Vraag hem of je mag overleggen.",
        },
    ),
    ("heading", "Waar breng ik mijn signaal?"),
    ("infopunt", None),
    (
        "dialogue",
        {
            "title": "Toestemming vragen",
            "faces": [
                {"who": "Meneer Pinas", "face": "older-man-glasses"},
            ],
            "lines": [
                {
                    "speaker": "Jij",
                    "text": "Meneer Pinas, ik denk na over wat u vertelde. Over die lange dagen.",
                },
                {"speaker": "Meneer Pinas", "text": "Ach kind, maak je over mij geen zorgen."},
                {
                    "speaker": "Jij",
                    "text": "Ik doe het toch een beetje. Mag ik vragen of er iets is dat bij u "
                    "past? Ik noem uw naam niet.",
                },
                {"speaker": "Meneer Pinas", "text": "Wat zou er dan zijn voor iemand als ik?"},
                {
                    "speaker": "Jij",
                    "text": "Dat weet ik niet. Daarom wil ik het vragen. U beslist of u er iets "
                    "mee doet.",
                },
                {
                    "speaker": "Meneer Pinas",
                    "text": "Goed dan. Als het maar geen bingo is.",
                },
                {"speaker": "Jij", "text": "Geen bingo. Donderdag vertel ik u wat ik hoorde."},
            ],
            "afterthought": "Jij bent eerlijk over je zorg. Je vraagt toestemming en belooft niets "
            "wat je niet weet. Meneer Pinas mag zelf kiezen. En er is een dag waarop je terugkomt.",
        },
    ),
    (
        "knowledge_check",
        {
            "title": "Wat is een goede stap?",
            "question": "Je maakt je zorgen over iemand, maar die wil niet dat je zijn naam noemt. "
            "Er is geen gevaar. Wat kun je doen? Kies alles wat past.",
            "multiple": True,
            "options": [
                {
                    "text": "Zonder naam overleggen met mijn coördinator of het Infopunt.",
                    "correct": True,
                    "feedback": "Zo krijg je raad, en weet niemand om wie het gaat.",
                },
                {
                    "text": "Toch zijn naam doorgeven, want dat is beter voor hem.",
                    "correct": False,
                    "feedback": "Zonder gevaar respecteer je zijn nee. Anders raak je zijn "
                    "vertrouwen kwijt.",
                },
                {
                    "text": "Blijven komen en het later nog eens vragen.",
                    "correct": True,
                    "feedback": "Vertrouwen heeft tijd nodig. Een nee is niet voor altijd.",
                },
                {
                    "text": "In de app-groep van de buurt vragen wie hem kent.",
                    "correct": False,
                    "feedback": "Zo weet de hele buurt het. Dat is niet aan jou om te delen.",
                },
            ],
            "explanation": "<p>Overleggen mag altijd, zonder naam. Delen met naam doe je alleen "
            "met toestemming. Bij gevaar haal je direct hulp.</p>",
        },
    ),
    ("heading", "Zorg ook voor jezelf"),
    (
        "paragraph",
        "<p>Soms blijf je aan een verhaal denken. Dat is gewoon. Spreek af hoe vaak je komt en hoe "
        "lang. Beloof niet meer dan je kunt. Deel je gevoel met je coördinator of met andere "
        "vrijwilligers, zonder namen te noemen.</p>",
    ),
    (
        "reflection",
        {
            "question": "Wat ga je na deze training als eerste doen?",
            "hint": "Kies iets kleins voor deze week. Eén vraag stellen, één keer langer blijven, "
            "één keer terugbellen. En bedenk: wie kan jou helpen?",
        },
    ),
    (
        "tips",
        {
            "title": "Dit doe je nu",
            "items": [
                "Zet het nummer van het Infopunt in je telefoon.",
                "Kies drie zinnen uit de les ‘Het gesprek beginnen’ en leg ze klaar voor je "
                "volgende bezoek.",
                "Bespreek met je coördinator hoe jullie met signalen omgaan.",
                "Kom naar de bijeenkomst. Daar oefen je samen met anderen.",
                "Wil je verder leren? Kijk bij de andere trainingen, zoals Rouw & Verlies, "
                "Zingeving of Bellen.",
            ],
        },
    ),
    (
        "paragraph",
        "<p>Dank je wel voor je aandacht. Jij hoeft niet alles te zien en niet alles op te "
        "lossen. Eén mens die vraagt hoe het écht gaat, kan al verschil maken.</p>",
    ),
]
