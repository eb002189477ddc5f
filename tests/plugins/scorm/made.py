"""Packages as makers make them, made by the tests."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.catalogue.services import activate_plugin, save_plugin_settings
from plugins.scorm import services
from tests.factories import TrainingFactory, make_lesson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.catalogue.models import LessonPage, TrainingPage
    from plugins.scorm.models import Package

HEADS = {
    "1.2": (
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
        "scormtype",
    ),
    "2004 4th Edition": (
        'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
        'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" '
        'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
        "scormType",
    ),
}
ITEM = '<item identifier="i1" identifierref="r1"><title>Begin</title></item>'
RESOURCE = '<resource identifier="r1" type="webcontent" adlcp:TYPE="sco" href="index.html"/>'
PAGE = "<!doctype html><html lang='nl'><head><title>Deel</title></head><body><p>Hallo</p></body>"


def manifest(
    version: str = "1.2",
    *,
    items: str = ITEM,
    resources: str = RESOURCE,
    title: str = "Luisteren",
    more: str = "",
    base: str = "",
) -> bytes:
    """A manifest of one organisation, or with what is given."""
    spaces, kind = HEADS[version]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="m" version="1" {spaces}{base}>
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>{title}</title>
    {items}{more}
  </organization></organizations>
  <resources>{resources.replace("adlcp:TYPE", f"adlcp:{kind}")}</resources>
</manifest>""".encode()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def upload(files: Mapping[str, str | bytes], name: str = "pakket.zip") -> SimpleUploadedFile:
    """As a trainer sends it."""
    return SimpleUploadedFile(name, zipped(files), "application/zip")


def simple(version: str = "1.2", *, page: str = PAGE, **parts: str) -> dict[str, str | bytes]:
    """The files of a package of one part."""
    return {"imsmanifest.xml": manifest(version, **parts), "index.html": page}


def two_parts(version: str = "1.2", *, page: str = PAGE) -> dict[str, str | bytes]:
    """The files of a package with a heading and two parts below it, each a page."""
    items = """<item identifier="kop"><title>Deel een</title>
        <item identifier="a" identifierref="ra"><title>Kijken</title></item>
        <item identifier="b" identifierref="rb"><title>Oefenen</title></item></item>"""
    resources = "".join(
        f'<resource identifier="r{one}" type="webcontent" adlcp:TYPE="sco" href="{one}.html"/>'
        for one in "ab"
    )
    given = manifest(version, items=items, resources=resources)
    return {"imsmanifest.xml": given, "a.html": page, "b.html": page}


def sharing_parts(*, page: str = PAGE) -> dict[str, str | bytes]:
    """The files of a package of 2004 with two parts that share a text and goals."""
    goals = """<imsss:sequencing>
      <imsss:objectives>
        <imsss:primaryObjective objectiveID="alles" satisfiedByMeasure="true">
          <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
          <imsss:mapInfo targetObjectiveID="g-alles" writeSatisfiedStatus="true"
            writeNormalizedMeasure="true"/>
        </imsss:primaryObjective>
        <imsss:objective objectiveID="los"/>
        <imsss:objective objectiveID="luisteren" satisfiedByMeasure="true">
          <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:objective>
      </imsss:objectives>
      <imsss:deliveryControls objectiveSetByContent="true"/>
      <adlseq:objectives><adlseq:objective objectiveID="alles">
        <adlseq:mapInfo targetObjectiveID="g-alles" writeCompletionStatus="true"
          writeProgressMeasure="true"/>
      </adlseq:objective><adlseq:objective objectiveID="luisteren">
        <adlseq:mapInfo targetObjectiveID="g-luisteren" writeCompletionStatus="true"
          writeProgressMeasure="true"/>
      </adlseq:objective></adlseq:objectives></imsss:sequencing>
      <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>"""
    items = f"""<item identifier="a" identifierref="ra"><title>Kijken</title>{goals}
        <adlcp:data><adlcp:map targetID="notities"/></adlcp:data></item>
      <item identifier="b" identifierref="rb"><title>Oefenen</title>{goals}
        <adlcp:data><adlcp:map targetID="notities" writeSharedData="false"/>
          <adlcp:map targetID="eigen" readSharedData="false"/></adlcp:data></item>"""
    made = two_parts("2004 4th Edition", page=page)
    resources = "".join(
        f'<resource identifier="r{one}" type="webcontent" adlcp:TYPE="sco" href="{one}.html"/>'
        for one in "ab"
    )
    made["imsmanifest.xml"] = manifest("2004 4th Edition", items=items, resources=resources)
    return made


def training_with(
    files: Mapping[str, str | bytes], *, needs: str = "completed", **settings: Any
) -> tuple[TrainingPage, LessonPage, Package]:
    """A training with a package in its lesson `les`, at the place `e1`."""
    training = TrainingFactory.create(slug="t", title="Op bezoek")
    activate_plugin(training=training, plugin="scorm")
    if settings:
        save_plugin_settings(training=training, plugin="scorm", settings=settings)
    package = services.add_package(training_id=training.pk, upload=upload(files))
    lesson = make_lesson(training, slug="les", title="De les", body=body_with(package, needs))
    return training, lesson, package


def body_with(package: Package, needs: str = "completed") -> str:
    """A lesson with the package, as it is stored."""
    value = {
        "title": "Leren luisteren",
        "package": str(package.pk),
        "introduction": "Een half uur.",
        "needs": needs,
    }
    return json.dumps([{"type": "scorm_package", "value": value, "id": "e1"}])
