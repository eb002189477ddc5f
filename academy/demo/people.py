"""The people of the demo. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from academy.demo.auth import DEMO_DOMAIN
from courses.people import services
from courses.people.enums import Background, ContactWay, Role
from courses.people.models import Partner, User

PARTNERS = [
    "Vrijwilligerscentrale Utrecht",
    "Humanitas Utrecht",
    "HandjeHelpen",
    "Zin in Utrecht",
    "U Centraal",
    "De Zonnebloem",
    "Taal Doet Meer",
    "DOCK Utrecht",
]

R, V, P, B = (
    Background.RESIDENT,
    Background.VOLUNTEER,
    Background.PROFESSIONAL,
    Background.BUSINESS,
)

STAFF = [
    ("vrijwilliger", "Noor", "van Linden", Role.VOLUNTEER),
    ("trainer", "Thijs", "Overvest", Role.TRAINER),
    ("coordinator", "Carla", "Oudegracht", Role.COORDINATOR),
    ("beheerder", "Bas", "Wittevrouw", Role.ADMINISTRATOR),
    ("trainer2", "Samira", "el Hassouni", Role.TRAINER),
    ("trainer3", "Joost", "Kromme", Role.TRAINER),
    ("contactpersoon", "Femke", "Zonneveld", Role.VOLUNTEER),
]

CONTACT_OF = "De Zonnebloem"
"""For which organisation the contact person signs up people."""

# First name, last name, background, partner (its place in PARTNERS) and whether there is e-mail.
FORTY = [
    ("Anneke", "de Vliet", V, 1, True),
    ("Mehmet", "Aydemir", V, 2, True),
    ("Willy", "Poortman", R, None, False),
    ("Fatima", "Benhaddou", V, 6, True),
    ("Gerard", "Singelberg", V, 5, False),
    ("Roos", "Lombokker", R, None, True),
    ("Dilan", "Yildirim", P, 4, True),
    ("Henk", "van Zuilen", V, 2, False),
    ("Maria", "Catharijne", V, 1, True),
    ("Yusuf", "Karaman", B, None, True),
    ("Ineke", "Vecht", V, 5, True),
    ("Kwame", "Mensah", R, None, True),
    ("Toos", "Merwede", V, 5, False),
    ("Sanne", "Rijnkade", P, 7, True),
    ("Ahmed", "Bouzian", V, 6, True),
    ("Lies", "Hoograven", R, None, True),
    ("Pieter", "Lunetten", V, 0, True),
    ("Shanti", "Ramdin", V, 1, True),
    ("Jan", "Tuindorp", V, 2, False),
    ("Elif", "Demirci", P, 4, True),
    ("Rob", "Voordorp", B, None, True),
    ("Nadia", "Oulhaj", V, 6, True),
    ("Truus", "Oog", R, None, False),
    ("Marcel", "Maliebaan", V, 0, True),
    ("Aisha", "Osman", R, None, True),
    ("Corrie", "Tolsteeg", V, 3, True),
    ("Daan", "Rivierenwijk", V, 0, True),
    ("Gülsen", "Arslan", V, 2, True),
    ("Frits", "Wilhelmina", V, 3, False),
    ("Esther", "Galgenwaard", P, 7, True),
    ("Iwan", "Kowalczyk", R, None, True),
    ("Joke", "Dichterswijk", V, 1, True),
    ("Lucia", "Fernandes", V, 3, True),
    ("Bert", "Papendorp", B, None, True),
    ("Khadija", "Zouhri", V, 6, True),
    ("Wouter", "Terwijde", V, 4, True),
    ("Riet", "Ondiep", R, None, False),
    ("Tamar", "Abebe", V, 2, True),
    ("Kees", "Veemarkt", V, 5, True),
    ("Milou", "Parkwijk", P, 7, True),
]

FIRST_NAMES = ["Ans", "Ali", "Bep", "Cor", "Dina", "Ed", "Greet", "Hamid", "Ina", "Jos", "Koos"]
LAST_NAMES = ["Brug", "Dijk", "Haven", "Kade", "Plein", "Sluis"]


@dataclass(frozen=True)
class Cast:
    """Everybody in the demo."""

    volunteer: User
    trainer: User
    coordinator: User
    other_trainers: tuple[User, User]
    forty: tuple[User, ...]


def make_cast() -> Cast:
    """Make partners, staff and the forty participants."""
    partners = [Partner.objects.get_or_create(name=name)[0] for name in PARTNERS]
    staff = {
        key: _person(first, last, V, None, f"{key}{DEMO_DOMAIN}", role)
        for key, first, last, role in STAFF
    }
    contact, of = staff["contactpersoon"], Partner.objects.get(name=CONTACT_OF)
    if not of.contacts.filter(pk=contact.pk).exists():
        services.add_contact(partner=of, person=contact, actor=None)
    forty = tuple(
        _person(
            first,
            last,
            background,
            None if partner is None else partners[partner],
            f"{first}.{last}".lower().replace(" ", "").replace("ü", "u") + DEMO_DOMAIN
            if has_mail
            else None,
        )
        for first, last, background, partner, has_mail in FORTY
    )
    _reach_without_mail([one for one in forty if not one.email])
    return Cast(
        volunteer=staff["vrijwilliger"],
        trainer=staff["trainer"],
        coordinator=staff["coordinator"],
        other_trainers=(staff["trainer2"], staff["trainer3"]),
        forty=forty,
    )


def _reach_without_mail(people: list[User]) -> None:
    """Give who has no e-mail a telephone number or, every third, an address to write to.

    No number of Utrecht begins with 000, and nobody lives in the Voorbeeldstraat.
    """
    for place, person in enumerate(people, start=1):
        if place % 3:
            person.telephone = f"030 000 00 {place:02}"
        else:
            person.street, person.postcode = f"Voorbeeldstraat {place}", "3500 AA"
            person.city, person.preferred_way = "Utrecht", ContactWay.LETTER
        person.save()


def make_former_participants(number: int, backgrounds: list[Background]) -> list[User]:
    """People of years ago for the reconstructed figures: no e-mail, no role, made-up names."""
    return [
        User.objects.create_user(
            first_name=FIRST_NAMES[place % len(FIRST_NAMES)],
            last_name=f"{LAST_NAMES[place // len(FIRST_NAMES)]} (oud-deelnemer)",
            background=backgrounds[place],
        )
        for place in range(number)
    ]


def _person(
    first: str,
    last: str,
    background: Background,
    partner: Partner | None,
    email: str | None,
    role: Role = Role.VOLUNTEER,
) -> User:
    person = User.objects.create_user(
        email, first_name=first, last_name=last, background=background, partner=partner
    )
    person.groups.add(Group.objects.get(name=role.value))
    if email:
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
