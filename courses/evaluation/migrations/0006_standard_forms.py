"""The forms that every academy starts with; afterwards they are the coordinators'.

Nothing here runs again, so whatever a coordinator changes stays. What forms have asked until now gets
its English words, and the words at the ends of its marks, which were the same on every form.
"""

from django.db import migrations

SCORE, CHOICE, MULTIPLE, OPEN, INTRO = "score", "choice", "multiple", "open", "intro"

GOOD = {
    "low_end": "heel slecht",
    "high_end": "heel goed",
    "low_end_en": "very bad",
    "high_end_en": "very good",
}

REMARKS = {
    "key": "remarks",
    "kind": OPEN,
    "text": "Wil je nog iets vertellen?",
    "text_en": "Is there anything else you want to tell us?",
}

IN_PRACTICE = {
    "key": "later_use",
    "kind": CHOICE,
    "text": "Gebruik je wat je hebt geleerd?",
    "text_en": "Do you use what you have learned?",
    "options": ["Ja, vaak", "Soms", "Nog niet"],
    "options_en": ["Yes, often", "Sometimes", "Not yet"],
    "required": True,
}

END = [
    {
        "key": "overall",
        "kind": SCORE,
        "text": "Welk cijfer geef je de training?",
        "text_en": "What mark do you give the training?",
        "required": True,
        **GOOD,
    },
    {
        "key": "trainer",
        "kind": SCORE,
        "text": "Welk cijfer geef je de trainer?",
        "text_en": "What mark do you give the trainer?",
        **GOOD,
    },
    {
        "key": "content",
        "kind": SCORE,
        "text": "Welk cijfer geef je de inhoud?",
        "text_en": "What mark do you give the content?",
        **GOOD,
    },
    {
        "key": "mix",
        "kind": CHOICE,
        "text": "Wat vond je van de mix van uitleg en oefenen?",
        "text_en": "What did you think of the mix of explaining and practising?",
        "options": ["Te veel uitleg", "Precies goed", "Te veel oefenen"],
        "options_en": ["Too much explaining", "Just right", "Too much practising"],
    },
    {
        "key": "practice",
        "kind": CHOICE,
        "text": "Kun je dit in de praktijk gebruiken?",
        "text_en": "Can you use this in practice?",
        "options": ["Ja", "Een beetje", "Nee"],
        "options_en": ["Yes", "A little", "No"],
    },
    {
        "key": "improve",
        "kind": MULTIPLE,
        "text": "Wat kan beter?",
        "text_en": "What can be better?",
        "options": [
            "Aandacht voor verschillende groepen mensen",
            "De moeilijkheid",
            "Meer oefenen",
            "Het tempo",
            "De ruimte of de techniek",
        ],
        "options_en": [
            "Attention to different groups of people",
            "How difficult it is",
            "More practising",
            "The pace",
            "The room or the technology",
        ],
        "other": True,
    },
    {
        "key": "takeaway",
        "kind": OPEN,
        "text": "Wat heb je geleerd?",
        "text_en": "What did you learn?",
    },
    REMARKS,
]

SHORT = [
    {
        # Not of a training: other words, so another version, whose figures never mix.
        "key": "overall",
        "wording": 2,
        "kind": SCORE,
        "text": "Welk cijfer geef je deze bijeenkomst?",
        "text_en": "What mark do you give this meeting?",
        "required": True,
        **GOOD,
    },
    {
        "key": "short_use",
        "kind": CHOICE,
        "text": "Heb je iets aan deze bijeenkomst?",
        "text_en": "Is this meeting of use to you?",
        "options": ["Ja", "Een beetje", "Nee"],
        "options_en": ["Yes", "A little", "No"],
    },
    {
        "key": "short_takeaway",
        "kind": OPEN,
        "text": "Wat heb je geleerd?",
        "text_en": "What did you learn?",
        "word_limit": 50,
    },
    REMARKS,
]

TEN_WEEKS = [
    IN_PRACTICE,
    {
        "key": "later_what",
        "kind": MULTIPLE,
        "text": "Wat gebruik je?",
        "text_en": "What do you use?",
        "options": [
            "Signalen zien",
            "Een gesprek beginnen",
            "Luisteren en doorvragen",
            "Iemand de weg wijzen naar hulp",
            "Mijn eigen grens bewaken",
        ],
        "options_en": [
            "Seeing signals",
            "Starting a conversation",
            "Listening and asking on",
            "Showing somebody the way to help",
            "Guarding my own limits",
        ],
        "other": True,
    },
    {
        "key": "later_hard",
        "kind": MULTIPLE,
        "text": "Wat maakt het moeilijk?",
        "text_en": "What makes it difficult?",
        "options": [
            "Niets, het gaat goed",
            "Het kwam nog niet voor",
            "Ik durf het nog niet",
            "Ik heb te weinig tijd",
            "Ik ben het vergeten",
        ],
        "options_en": [
            "Nothing, it goes well",
            "It did not come up yet",
            "I do not dare yet",
            "I have too little time",
            "I have forgotten it",
        ],
        "other": True,
    },
    {
        "key": "later_example",
        "kind": OPEN,
        "text": "Kun je een voorbeeld geven? Schrijf geen namen op.",
        "text_en": "Can you give an example? Do not write down names.",
    },
    {
        "key": "later_need",
        "kind": OPEN,
        "text": "Wat heb je nog nodig?",
        "text_en": "What do you still need?",
    },
]

YEAR = [
    {
        "key": "year_active",
        "kind": CHOICE,
        "text": "Doe je nog vrijwilligerswerk?",
        "text_en": "Do you still do volunteer work?",
        "options": ["Ja, hetzelfde", "Ja, iets anders", "Nee"],
        "options_en": ["Yes, the same", "Yes, something else", "No"],
    },
    IN_PRACTICE,
    {
        "key": "year_mark",
        "kind": SCORE,
        "text": "Welk cijfer geef je de training nu?",
        "text_en": "What mark do you give the training now?",
        **GOOD,
    },
    {
        "key": "year_change",
        "kind": OPEN,
        "text": "Wat doe je nu anders?",
        "text_en": "What do you do differently now?",
    },
    {
        "key": "year_more",
        "kind": OPEN,
        "text": "Waarover wil je nog iets leren?",
        "text_en": "What else would you like to learn about?",
    },
]

SURVEY = [
    {
        "key": "survey_intro",
        "kind": INTRO,
        "text": "Deze vragen gaan over de academie als geheel, niet over één training.",
        "text_en": "These questions are about the academy as a whole, not about one training.",
    },
    {
        "key": "survey_mark",
        "kind": SCORE,
        "text": "Welk cijfer geef je de academie?",
        "text_en": "What mark do you give the academy?",
        "required": True,
        **GOOD,
    },
    {
        "key": "survey_why",
        "kind": OPEN,
        "text": "Waarom geef je dit cijfer?",
        "text_en": "Why do you give this mark?",
    },
    {
        "key": "survey_tip",
        "kind": OPEN,
        "text": "Wat is jouw gouden tip voor ons?",
        "text_en": "What is your golden tip for us?",
    },
    {
        "key": "survey_wishes",
        "kind": MULTIPLE,
        "text": "Waarmee kunnen we je helpen?",
        "text_en": "What can we help you with?",
        "options": [
            "Trainingen",
            "Lezingen",
            "Andere vrijwilligers ontmoeten",
            "Hulp als iets moeilijk is",
            "Lessen die ik thuis kan doen",
        ],
        "options_en": [
            "Trainings",
            "Lectures",
            "Meeting other volunteers",
            "Help when something is difficult",
            "Lessons that I can do at home",
        ],
        "other": True,
    },
    {
        "key": "survey_missed",
        "kind": OPEN,
        "text": "Welke organisaties mis je bij ons?",
        "text_en": "Which organisations do you miss with us?",
    },
    REMARKS,
]

FORMS = [
    ("end", "Na een training", END),
    ("short", "Na een lezing of netwerkbijeenkomst", SHORT),
    ("ten_weeks", "Tien weken later: wat gebruik je?", TEN_WEEKS),
    ("year", "Een jaar later", YEAR),
    ("survey", "Ledenpeiling", SURVEY),
]


def make_standard_forms(apps, schema_editor):
    FormTemplate = apps.get_model("evaluation.FormTemplate")
    TemplateQuestion = apps.get_model("evaluation.TemplateQuestion")
    for purpose, title, questions in FORMS:
        template, is_new = FormTemplate.objects.get_or_create(
            purpose=purpose, is_standard=True, defaults={"title": title}
        )
        if is_new:
            TemplateQuestion.objects.bulk_create(
                TemplateQuestion(template=template, position=position, **question)
                for position, question in enumerate(questions)
            )


def translate_what_was_asked(apps, schema_editor):
    FormQuestion = apps.get_model("evaluation.FormQuestion")
    for question in END:
        same = FormQuestion.objects.filter(
            key=question["key"], kind=question["kind"], text=question["text"]
        )
        english = {"text_en": question["text_en"]}
        if question["kind"] == SCORE:
            english |= GOOD
        if "options" in question:
            same = same.filter(options=question["options"])
            english["options_en"] = question["options_en"]
        same.update(**english)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_form_templates")]

    operations = [
        migrations.RunPython(make_standard_forms, migrations.RunPython.noop),
        migrations.RunPython(translate_what_was_asked, migrations.RunPython.noop),
    ]
