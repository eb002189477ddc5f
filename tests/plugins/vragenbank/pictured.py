"""A bank with a picture."""

from __future__ import annotations

from decimal import Decimal

from plugins.vragenbank.formats.model import Bank, OneChoice, Option, Question
from plugins.vragenbank.formats.pictures import name_of
from tests.plugins.vragenbank.banks import picture

NAME = name_of(picture()) or ""
PICTURED = Bank(
    (
        Question(
            "Een raam",
            f'Wat zie je? <img src="picture:{NAME}" alt="Een raam"/>',
            OneChoice((Option("Een dicht gordijn", Decimal(100)), Option("Een open raam"))),
            key="raam",
        ),
    ),
    {NAME: picture()},
)
