"""What was typed as a place with each edition becomes a location, once for each place.

Names and addresses on editions stay as they are: that is what people have read.
"""

from django.db import migrations


def plain(text):
    return " ".join(text.split()).casefold()


def forwards(apps, schema_editor):
    Edition = apps.get_model("editions.Edition")
    Location = apps.get_model("editions.Location")
    typed = (
        Edition.objects.filter(place="venue", location=None)
        .exclude(venue="")
        .order_by("-starts_at", "-pk")
        .values_list("pk", "venue", "address")
    )
    # How a place was typed last is how it is called; which editions are there.
    places = {}
    for pk, venue, address in typed:
        if plain(venue):
            first = (venue, address)
            places.setdefault((plain(venue), plain(address)), (first, []))[1].append(pk)
    made = {}
    # Those with an address first: one without is the same as the only one with its name.
    for (name, where), ((venue, address), editions) in sorted(
        places.items(), key=lambda one: not one[0][1]
    ):
        same = [row for (called, _), row in made.items() if called == name]
        if where or len(same) != 1:
            location = Location.objects.create(
                name=" ".join(venue.split()), address=" ".join(address.split())
            )
            made[name, where] = location
        else:
            location = same[0]
        Edition.objects.filter(pk__in=editions).update(location=location)


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_locations")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
