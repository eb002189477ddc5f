from $slug.models import Note
from courses.plugin_kit.testing import World


def write(world: World, role: str, text: str) -> str:
    """What the page says after somebody sends a text."""
    address = f"{world.training.url}p/$slug/notities/"
    response = world.client(role).post(address, {"text": text}, follow=True)
    return response.content.decode()


def test_somebody_keeps_changes_and_removes_a_note(world: World) -> None:
    assert "Rustig praten" in write(world, "participant", "Rustig praten")
    assert "Langzaam praten" in write(world, "participant", "Langzaam praten")
    assert list(Note.objects.values_list("text", flat=True)) == ["Langzaam praten"]
    write(world, "participant", "")
    assert not Note.objects.exists()


def test_nobody_reads_the_note_of_somebody_else(world: World) -> None:
    write(world, "participant", "Rustig praten")
    assert "Rustig praten" not in write(world, "trainer", "Iets anders")
    assert Note.objects.count() == 2
