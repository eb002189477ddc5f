import pytest

from courses.plugin_kit.testing import World


@pytest.mark.parametrize(
    ("role", "status"), [("visitor", 302), ("stranger", 403), ("participant", 200)]
)
def test_participants_see_the_lessons(world: World, role: str, status: int) -> None:
    response = world.client(role).get(f"{world.training.url}p/$slug/")
    assert response.status_code == status
    assert (world.lesson_url in response.content.decode()) == (status == 200)
