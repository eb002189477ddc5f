from django.core.files.uploadedfile import SimpleUploadedFile

from $slug.files import HANDOUTS
from courses.plugin_kit.testing import World

PDF = b"%PDF-1.7 a hand-out"


def test_staff_put_a_hand_out_there_and_participants_take_it(world: World) -> None:
    address = f"{world.training.url}p/$slug/hand-outs/"
    for name, content in (("blad.exe", b"MZ"), ("blad.pdf", PDF)):
        upload = SimpleUploadedFile(name, content)
        world.client("coordinator").post(address, {"file": upload})
    (kept,) = HANDOUTS.every(training_id=world.training.pk)
    page = world.client("participant").get(address)
    assert kept.url in page.content.decode()
    assert b"".join(world.client("participant").get(kept.url)) == PDF
    assert world.client("stranger").get(kept.url).status_code == 403


def test_participants_add_nothing(world: World) -> None:
    address = f"{world.training.url}p/$slug/hand-outs/"
    upload = SimpleUploadedFile("blad.pdf", PDF)
    assert world.client("participant").post(address, {"file": upload}).status_code == 403
    assert list(HANDOUTS.every(training_id=world.training.pk)) == []
