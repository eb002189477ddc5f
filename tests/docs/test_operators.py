"""What operators copy from the documentation opens nothing that is closed."""

import re
from pathlib import Path

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

GUIDE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text()


@pytest.mark.django_db
def test_the_proxy_serves_pictures_from_the_folder_and_no_documents() -> None:
    served = set(re.findall(r"location /media/(\S+)/ +\{ alias", GUIDE))
    image = get_image_model()
    folders = {
        Path(model().get_upload_to("x.png")).parts[0]
        for model in (image, image.get_rendition_model())
    }
    assert served == folders
    assert get_document_model()._meta.get_field("file").upload_to not in served
    assert "location /media/                 { return 404; }" in GUIDE
