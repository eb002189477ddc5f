"""The training "Bellen: contact houden door de telefoon"."""

from courses.plugin_api.api import Training, TrainingDraft
from plugins.bellen.content import (
    before_you_call,
    ending_and_calling_again,
    first_minute,
    listening,
    other_ways_of_hearing,
    signals,
)


class BellenTraining(Training):
    """Six lessons, from preparing a call to taking a signal further."""

    name = "bellen"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug = "bellen"
        draft.title = "Bellen: contact houden door de telefoon"
        draft.summary = (
            "Met één telefoontje laat je merken dat je aan iemand denkt. Je leert een gesprek "
            "voeren zonder elkaar te zien, en weer netjes afronden."
        )
        draft.introduction = (
            "<p>Een bezoek lukt niet altijd. Bellen lukt bijna altijd. Toch vinden veel mensen "
            "het lastig: je ziet geen gezicht, een stilte voelt lang, en hoe hang je vriendelijk "
            "op?</p><p>In deze training oefen je dat stap voor stap. Je bereidt een gesprek voor "
            "en je leert luisteren naar wat je niet ziet. Je oefent met telefoongesprekken "
            "waarin jij kiest wat je zegt. Fouten maken mag: je begint gewoon opnieuw.</p>"
        )
        draft.goals = [
            "Je bereidt een telefoongesprek voor in vijf minuten.",
            "Je begint een gesprek zo dat de ander weet wie je bent en waarom je belt.",
            "Je luistert naar stem, tempo en stilte, en je laat merken dat je luistert.",
            "Je rondt een gesprek vriendelijk af en je spreekt af wanneer je weer belt.",
            "Je belt duidelijk met iemand die slecht hoort of die nog Nederlands leert.",
            "Je weet wat je doet als je je zorgen maakt, en je beschermt de privacy van de ander.",
        ]
        draft.for_whom = (
            "<p>Voor vrijwilligers die mensen thuis bellen, of dat willen gaan doen. Ook voor "
            "buren en actieve bewoners die contact willen houden met iemand uit de straat. Je "
            "hebt geen ervaring nodig. Een telefoon is genoeg.</p>"
        )
        draft.theme = "Bellen"
        draft.minutes = 120
        draft.partner = "HandjeHelpen"
        draft.lesson(
            "voor-je-belt",
            "Voor je belt",
            summary="Waarom bellen belangrijk is, wat je afspreekt en hoe je je voorbereidt.",
            minutes=15,
            body=before_you_call.BODY,
        )
        draft.lesson(
            "de-eerste-minuut",
            "De eerste minuut",
            summary="Hoe je begint, vraagt of de ander tijd heeft en omgaat met wantrouwen of een "
            "voicemail.",
            minutes=15,
            body=first_minute.BODY,
        )
        draft.lesson(
            "luisteren-zonder-te-zien",
            "Luisteren zonder te zien",
            summary="Wat een stem vertelt, wat je met een stilte doet en hoe je doorvraagt.",
            minutes=25,
            body=listening.BODY,
        )
        draft.lesson(
            "afronden-en-opnieuw-bellen",
            "Afronden en opnieuw bellen",
            summary="Vriendelijk stoppen, grenzen stellen en weer bellen.",
            minutes=15,
            body=ending_and_calling_again.BODY,
        )
        draft.lesson(
            "als-verstaan-lastig-is",
            "Als verstaan lastig is",
            summary="Bellen met iemand die slecht hoort of die nog Nederlands leert.",
            minutes=15,
            body=other_ways_of_hearing.BODY,
        )
        draft.lesson(
            "als-je-je-zorgen-maakt",
            "Als je je zorgen maakt",
            summary="Signalen horen, er iets mee doen en de privacy van de ander bewaken.",
            minutes=25,
            body=signals.BODY,
        )
