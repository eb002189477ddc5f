import pytest

from $slug.endpoints import WORD
from courses.plugin_kit.testing import World


def test_only_who_knows_the_word_is_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address, visitor = "/p/$slug/trainingen", world.client("visitor")
    assert visitor.get(address).status_code == 403
    monkeypatch.setenv(WORD, "geheim")
    assert visitor.get(address, headers={"Authorization": "Bearer iets"}).status_code == 403
    answered = visitor.get(address, headers={"Authorization": "Bearer geheim"})
    assert world.training.title in answered.json()["trainings"]
