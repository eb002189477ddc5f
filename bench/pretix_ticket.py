"""Make pretix' PDF of a ticket, and say what that costs. Run by a Python that has pretix.

    /tmp/pretix/bin/python bench/pretix_ticket.py 20

Its database is made anew in a temporary folder, which takes a minute. It prints JSON; times are
milliseconds of the processor.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

CONFIGURATION = """[pretix]
instance_name=bench
url=http://localhost
datadir={folder}
[database]
backend=sqlite3
"""


def main(number: str) -> None:
    """Make `number` tickets of one order's event, and print what they cost."""
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "pretix.cfg"
        configuration.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
        os.environ["PRETIX_CONFIG_FILE"] = str(configuration)
        os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True, stdout=sys.stderr)
        print(json.dumps(cost(int(number))))


def cost(number: int) -> dict[str, Any]:
    """The first ticket, those after it, its size, and the most memory of the process."""
    import pretix
    from django_scopes import scope
    from pretix.plugins.ticketoutputpdf.ticketoutput import PdfTicketOutput

    organizer, event, position = _sold()
    with scope(organizer=organizer):
        taken = []
        for _turn in range(number + 1):
            began = process_time()
            _name, _kind, content = PdfTicketOutput(event).generate(position)
            taken.append((process_time() - began) * 1000)
    return {
        "version": pretix.__version__,
        "first": taken[0],
        "next": min(taken[1:]),
        "bytes": len(content),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _sold() -> tuple[Any, Any, Any]:
    """A ticket that somebody bought, with its event."""
    from datetime import timedelta
    from decimal import Decimal

    from django.utils.timezone import now
    from django_scopes import scopes_disabled
    from pretix.base.models import Event, Order, OrderPosition, Organizer

    with scopes_disabled():
        organizer = Organizer.objects.create(name="Vrijwilligersacademie", slug="academie")
        event = Event.objects.create(
            organizer=organizer,
            name="Eenzaamheid signaleren",
            slug="training",
            currency="EUR",
            date_from=now(),
            plugins="pretix.plugins.ticketoutputpdf",
        )
        item = event.items.create(name="Deelnemer", default_price=0)
        order = Order.objects.create(
            code="ABCDE",
            event=event,
            email="a@example.org",
            status=Order.STATUS_PAID,
            datetime=now(),
            expires=now() + timedelta(days=9),
            total=Decimal(0),
            locale="nl",
            sales_channel=organizer.sales_channels.get(identifier="web"),
        )
        position = OrderPosition.objects.create(
            order=order,
            item=item,
            price=Decimal(0),
            attendee_name_parts={"_scheme": "full", "full_name": "Anneke van der Veen-Molenaar"},
        )
    return organizer, event, position


if __name__ == "__main__":
    main(*sys.argv[1:])
