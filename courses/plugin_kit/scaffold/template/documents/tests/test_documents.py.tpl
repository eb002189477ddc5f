import json

import pytest

from $slug.documents import Numbers


@pytest.mark.django_db
def test_it_counts_the_trainings_and_has_no_other_document() -> None:
    found = Numbers().document("aantallen.json")
    assert found is not None
    assert json.loads(found.content) == {"trainings": 0}
    assert Numbers().document("iets.json") is None
