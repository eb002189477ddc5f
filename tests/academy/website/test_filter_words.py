"""Words in a search that say when and where."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from academy.website.filter_words import filters_in
from courses.common import clock
from courses.editions.enums import Language
from courses.editions.models import Edition
from courses.search.enums import DocumentKind
from tests.factories import EditionFactory, TrainingFactory

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client


def in_a_month(hour: int) -> datetime:
    return clock.moment_of(clock.today() + timedelta(days=30), time(hour))


def date_of(
    title: str, hour: int, *, summary: str = "Kort.", spoken: Language = Language.DUTCH
) -> Edition:
    training = TrainingFactory.create(title=title, summary=summary)
    return EditionFactory.create(training=training, starts_at=in_a_month(hour), language=spoken)


@pytest.mark.parametrize(
    ("typed", "chosen", "rest"),
    [
        ("rouw 's avonds", {"dagdeel": "avond"}, "rouw"),
        ("iets over rouw, ’s avonds", {"dagdeel": "avond"}, "iets over rouw"),
        ("training in de avond", {"dagdeel": "avond"}, "training"),
        ("Overdag bellen", {"dagdeel": "overdag"}, "bellen"),
        ("bellen online in het Engels", {"vorm": "online", "taal": "en"}, "bellen"),
        ("grief in the evening", {"dagdeel": "avond"}, "grief"),
        ("eenzaamheid Overvecht", {"wijk": "overvecht"}, "eenzaamheid"),
        ("eenzaamheid in west", {"wijk": "west"}, "eenzaamheid"),
        ("avond", {"dagdeel": "avond"}, ""),
        ("avond of overdag", {"dagdeel": "avond"}, "of overdag"),
        # As people write it.
        ("rouw s'avonds", {"dagdeel": "avond"}, "rouw"),
        ("rouw s’avonds", {"dagdeel": "avond"}, "rouw"),
        ("rouw s' avonds", {"dagdeel": "avond"}, "rouw"),
        ("rouw 'savonds", {"dagdeel": "avond"}, "rouw"),
        ("rouw savonds", {"dagdeel": "avond"}, "rouw"),
        ("rauw avont", {"dagdeel": "avond"}, "rauw"),
        ("rouwverwerkin s'avonds", {"dagdeel": "avond"}, "rouwverwerkin"),
        ("bellen in de avont", {"dagdeel": "avond"}, "bellen"),
        ("s'ochtends bellen", {"dagdeel": "overdag"}, "bellen"),
        ("bellen smiddags", {"dagdeel": "overdag"}, "bellen"),
        ("bellen onlien englisch", {"vorm": "online", "taal": "en"}, "bellen"),
        ("overvegt", {"wijk": "overvecht"}, ""),
        ("eenzaamheid in overvegt", {"wijk": "overvecht"}, "eenzaamheid"),
        ("leidse rijn", {"wijk": "leidsche-rijn"}, ""),
        # Where people say that they live.
        ("Kanaleneiland", {"wijk": "zuidwest"}, ""),
        ("bellen in kanaleneiland, overdag", {"dagdeel": "overdag", "wijk": "zuidwest"}, "bellen"),
        ("rouw lombok", {"wijk": "west"}, "rouw"),
        ("vleuten", {"wijk": "vleuten-de-meern"}, ""),
        # Who works by day.
        ("na 6 uur", {"dagdeel": "avond"}, ""),
        ("rouw na zessen", {"dagdeel": "avond"}, "rouw"),
        ("na het werk", {"dagdeel": "avond"}, ""),
        ("bellen na mijn werk", {"dagdeel": "avond"}, "bellen"),
        (
            "ik werk tot 6 uur, iets in overvegt",
            {"dagdeel": "avond", "wijk": "overvecht"},
            "",
        ),
    ],
)
def test_what_is_said_of_the_date_is_told_apart(
    typed: str, chosen: dict[str, str], rest: str
) -> None:
    found = filters_in(typed)
    assert found is not None
    assert (found.chosen, found.rest) == (chosen, rest)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "rouw", "avondeten", "west", "de avondklok", "online-training", "engelsen"),
        # Words of their own, however near they are.
        *("engel", "morgen", "inline", "midden", "nederlans"),
    ],
)
def test_other_words_are_words_to_look_for(typed: str) -> None:
    assert filters_in(typed) is None


@pytest.mark.django_db
def test_in_the_catalogue_it_becomes_a_filter(client: Client) -> None:
    wanted = date_of("Rouw en verlies", 19)
    date_of("Rouw overdag", 10)
    page = client.get(
        "/trainingen/", {"q": "iets over rouw, 's avonds", "vorm": "", "dagdeel": ""}, follow=True
    )
    assert page.redirect_chain == [
        (
            "/trainingen/?q=iets+over+rouw&vorm=&dagdeel=avond"
            "&getypt=iets+over+rouw%2C+%27s+avonds#gevonden",
            302,
        )
    ]
    assert [one.pk for one, _edition in page.context["trainings"]] == [wanted.training_id]
    assert client.get("/trainingen/", {"q": "avondeten"}).status_code == 200


@pytest.mark.django_db
def test_what_was_typed_is_shown_with_how_it_was_understood(client: Client) -> None:
    date_of("Bellen", 13)
    content = client.get("/trainingen/", {"q": "avond <b>overvecht"}, follow=True).content.decode()
    assert "Je zocht: “avond &lt;b&gt;overvecht”. Wij begrepen:" in content
    content = client.get("/trainingen/", {"q": "avond overvecht"}, follow=True).content.decode()
    said = content.partition("Wij begrepen:")[2].partition("</ul>")[0]
    # Each can be taken back, and the rest stays, with what was typed.
    for label, rest in (("’s Avonds", "wijk=overvecht"), ("Wijk Overvecht", "dagdeel=avond")):
        assert f'href="?q=&amp;{rest}&amp;getypt=avond+overvecht#gevonden"' in said
        assert label in said
    assert "alles wat je koos: ’s Avonds, Wijk Overvecht." in content
    # And the words that are left to look for, so that nobody thinks that they were dropped.
    both = client.get("/trainingen/", {"q": "bellen, 's avonds"}, follow=True).content.decode()
    said = both.partition("Wij begrepen:")[2].partition("</ul>")[0]
    assert said.index("“bellen”") < said.index("’s Avonds")
    # What was chosen in another way is named too, and what was typed narrows nothing down.
    chosen = client.get("/trainingen/", {"dagdeel": "overdag"}).content.decode()
    assert ("Je koos:" in chosen, "Wij begrepen" in chosen) == (True, False)
    nothing = client.get("/trainingen/", {"getypt": "avond"})
    assert "Wij begrepen" not in nothing.content.decode()
    assert len(nothing.context["trainings"]) == 1


@pytest.mark.django_db
def test_other_words_begin_a_new_search_and_what_was_chosen_by_hand_stays(client: Client) -> None:
    evening = date_of("Rouw en verlies", 19)
    date_of("Bellen", 13)
    page = client.get("/trainingen/", {"q": "rouw overdag"}, follow=True)
    assert '<input type="hidden" name="getypt" value="rouw overdag">' in page.content.decode()
    # The form sends along what it shows.
    shown = {"dagdeel": "overdag", "vorm": "online", "getypt": "rouw overdag"}
    page = client.get("/trainingen/", {**shown, "q": "rouw"})
    assert page.status_code == 200
    page = client.get("/trainingen/", {**shown, "q": "verlies"}, follow=True)
    assert page.redirect_chain == [("/trainingen/?vorm=online&q=verlies#gevonden", 302)]
    page = client.get("/trainingen/", {**shown, "vorm": "", "q": "na 6 uur"}, follow=True)
    assert [one.pk for one, _edition in page.context["trainings"]] == [evening.training_id]
    # Chosen otherwise than was understood is chosen by hand.
    page = client.get(
        "/trainingen/", {"q": "verlies", "dagdeel": "avond", "getypt": "rouw overdag"}, follow=True
    )
    assert page.redirect_chain == [("/trainingen/?q=verlies&dagdeel=avond#gevonden", 302)]


@pytest.mark.django_db
def test_words_that_every_training_fits_are_named_and_no_choice_is_claimed(client: Client) -> None:
    date_of("Rouw", 13, summary="Werk met zorg.")
    date_of("Bellen", 13, summary="Werk met liefde.")
    said = "We vonden “werk” bij alle trainingen."
    assert said in client.get("/trainingen/", {"q": "werk"}).content.decode()
    for asked in ({"q": "liefde"}, {}, {"q": "werk", "dagdeel": "overdag"}):
        assert "bij alle trainingen" not in client.get("/trainingen/", asked).content.decode()


@pytest.mark.django_db
def test_nothing_is_said_when_every_training_fits_but_one_is_plainly_meant(client: Client) -> None:
    date_of("Eenzaamheid herkennen in huis", 13)
    date_of("Bellen", 13, summary="Eenzaamheid herkennen in gesprek.")
    page = client.get("/trainingen/", {"q": "eenzaamheid herkennen in huis"})
    titles = [str(one.title) for one, _edition in page.context["trainings"]]
    assert titles == ["Eenzaamheid herkennen in huis", "Bellen"]
    assert "bij alle trainingen" not in page.content.decode()


@pytest.mark.django_db
def test_a_short_word_that_sounds_the_same_is_guessed_and_the_rest_stays(client: Client) -> None:
    date_of("Rouw en verlies", 13)
    page = client.get("/trainingen/", {"q": "iets over rau, savonds", "vorm": ""}, follow=True)
    content = page.content.decode()
    address = content.partition("Bedoel je")[2].partition('href="')[2].partition('"')[0]
    assert "q=iets+over+rouw%2C+savonds" in address
    page = client.get(f"/trainingen/{address.replace('&amp;', '&')}", follow=True)
    assert "q=iets+over+rouw&" in page.redirect_chain[0][0]
    assert "dagdeel=avond" in page.redirect_chain[0][0]
    assert "Rouw en verlies" in page.content.decode()
    assert "Bedoel je" in client.get("/zoeken/", {"q": "rau"}).content.decode()


@pytest.mark.django_db
def test_the_search_page_leads_to_trainings_with_such_a_date(client: Client) -> None:
    date_of("Rouw en verlies", 19)
    page = client.get("/zoeken/", {"q": "rouw 's avonds"})
    assert [one.shown.document.title for one in page.context["results"]] == ["Rouw en verlies"]
    content = page.content.decode()
    assert (
        'href="/trainingen/?q=rouw&amp;dagdeel=avond&amp;getypt=rouw+%27s+avonds#gevonden"'
        in content
    )
    assert "Bekijk alleen trainingen met een datum: ’s avonds" in content
    assert client.get("/trainingen/", {"q": "rouw", "dagdeel": "avond"}).status_code == 200
    # Where nothing that was found has such a date, there is no way to an empty list.
    date_of("Bellen", 19)
    Edition.objects.filter(training__title__startswith="Rouw").update(starts_at=in_a_month(13))
    content = client.get("/zoeken/", {"q": "rouw 's avonds"}).content.decode()
    assert "Bekijk alleen" not in content
    assert "Er is nu geen datum ’s avonds." in content


@pytest.mark.django_db
@pytest.mark.both_databases
def test_what_was_looked_for_does_not_go_without_a_word_when_it_has_no_evening(
    client: Client,
) -> None:
    grief = date_of("Rouw en verlies", 13).training
    other = date_of("Signaleren", 19, summary="Ook bij rouw.").training
    page = client.get("/trainingen/", {"q": "rouw s'avonds"}, follow=True)
    assert [one.pk for one, _edition in page.context["trainings"]] == [other.pk]
    content = page.content.decode()
    said = content.partition('class="va-empty"')[2].partition("</div>")[0]
    for part in (
        "’s Avonds is er nu geen datum voor:",
        f'href="/trainingen/{grief.slug}/"',
        "De eerste datum:",
        "13:00",
        f'href="/trainingen/{grief.slug}/nieuwe-datum/?dagdeel=avond"',
    ):
        assert part in said
    assert other.slug not in said
    # What fits is said to be nothing else, and neither is what fits the words less.
    by_day = client.get("/trainingen/", {"q": "rouw", "dagdeel": "overdag"}).content.decode()
    assert 'class="va-empty"' not in by_day
    # With more than the part of the day asked, that alone is not why.
    asked = {"q": "rouw", "dagdeel": "avond", "vorm": "venue"}
    assert "maar niet bij alles wat je koos" in client.get("/trainingen/", asked).content.decode()
    chosen = client.get(f"/trainingen/{grief.slug}/nieuwe-datum/?dagdeel=avond").content.decode()
    assert '<option value="avond" selected>' in chosen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("rouw 's avonds", "’s avonds"),
        ("rouw overdag", "overdag"),
        ("rouw online", "online"),
        ("rouw engels", "in het Engels"),
        ("rouw in eenvoudig nederlands", "in het eenvoudig Nederlands"),
        ("rouw in overvecht", "in de wijk Overvecht"),
        ("rouw 's avonds in overvecht", "’s avonds in de wijk Overvecht"),
    ],
)
def test_what_no_date_has_is_said_in_a_sentence(typed: str, said: str) -> None:
    found = filters_in(typed)
    assert found is not None
    assert found.in_sentence == said


@pytest.mark.django_db
def test_the_search_page_says_when_a_training_is_and_when_it_is_not(client: Client) -> None:
    grief = date_of("Rouw en verlies", 13).training
    date_of("Rouw bij ouderen", 19)
    page = client.get("/zoeken/", {"q": "rauw avont"})
    found = {one.shown.document.title: one.lacks for one in page.context["results"]}
    assert found == {"Rouw en verlies": "’s avonds", "Rouw bij ouderen": ""}
    content = page.content.decode()
    for part in (
        "Er is nu geen datum ’s avonds.",
        "De eerste datum:",
        f'href="/trainingen/{grief.slug}/nieuwe-datum/?dagdeel=avond"',
    ):
        assert part in content
    assert "nieuwe-datum" not in client.get("/zoeken/", {"q": "rouw"}).content.decode()
    weekday = date_format(in_a_month(19), "l")
    notes = {
        typed: sorted(
            one.shown.document.note.partition(",")[2][:6]
            for one in client.get("/zoeken/", {"q": typed}).context["results"]
            # A page that speaks of a month is found by Monday ("maandag") too.
            if one.shown.document.kind == DocumentKind.DATE
        )
        for typed in (weekday, f"{weekday} s'avonds")
    }
    assert notes == {weekday: [" 13:00", " 19:00"], f"{weekday} s'avonds": [" 19:00"]}


@pytest.mark.django_db
def test_who_looks_for_a_language_alone_sees_the_dates_in_it(client: Client) -> None:
    page = client.get("/zoeken/", {"q": "engels"}, follow=True)
    assert page.redirect_chain == [("/trainingen/?taal=en&getypt=engels#gevonden", 302)]
    date_of("Bellen", 13, spoken=Language.ENGLISH)
    page = client.get("/zoeken/", {"q": "engels"}, follow=True)
    assert [one.shown.document.title for one in page.context["results"]] == ["Bellen"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/zoeken/?q=rouw+s'avonds", "/trainingen/?q=rouw&dagdeel=avond"]
)
def test_three_trainings_without_an_evening_ask_as_many_queries_as_one(
    client: Client, address: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "dagdeel=avond" in client.get(address).content.decode()
        return len(queries)

    date_of("Rouw", 13)
    date_of("Signaleren", 19, summary="Ook bij rouw.")
    asked()
    one = asked()
    date_of("Rouw twee", 13)
    date_of("Rouw drie", 13)
    assert asked() == one
