from django.urls import reverse

from $slug.screens import NobodyGives
from courses.plugin_kit.testing import World


def test_it_lists_what_nobody_gives_for_coordinators_only(world: World) -> None:
    address = reverse("${slug}_nobody_gives:index")
    world.edition.trainers.clear()
    world.edition.save()
    assert list(NobodyGives().rows(world.coordinator)) == [world.edition]
    listed = world.client("coordinator").get(address).content.decode()
    assert world.training.title in listed
    assert world.client("trainer").get(address).status_code == 302
