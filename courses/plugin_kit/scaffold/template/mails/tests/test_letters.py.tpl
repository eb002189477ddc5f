import pytest

from $slug.letters import AfterWithdrawal
from courses.plugin_api.api import NotificationContext, NotificationKind


@pytest.mark.parametrize(("language", "word"), [("nl", "welkom"), ("en", "welcome")])
def test_the_line_comes_after_the_academys_text(language: str, word: str) -> None:
    texts = AfterWithdrawal().templates(NotificationContext(training_id=1, language=language))
    body = texts[NotificationKind.WITHDRAWN].body
    assert body.index("{{ core }}") < body.index(word) < body.index("{{ url }}")
