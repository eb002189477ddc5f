"""What a monitor asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics import exposition
from prometheus_client.registry import CollectorRegistry

from academy.operations import health

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


@never_cache
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers, and what stands still beside it.

    200 as long as visitors can be served: a balancer goes by that. With `?streng` 503 when anything
    is wrong: a monitor goes by that. Who has the token reads the numbers as well.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        signs = health.signs()
    except DatabaseError:
        return JsonResponse({"status": "database away"}, status=503)
    wrong = [sign for sign in signs if not sign.ok]
    told: dict[str, object] = {"status": wrong[0].trouble if wrong else "ok"}
    if _has_token(request):
        told["signs"] = {
            sign.name: {"ok": sign.ok, "value": sign.value, "unit": sign.unit} for sign in signs
        }
    return JsonResponse(told, status=503 if wrong and "streng" in request.GET else 200)


@never_cache
@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for a graph, as OpenMetrics; for who has the token alone.

    Raises:
        Http404: for all others.
    """
    if not _has_token(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Collector())
    written: bytes = exposition.generate_latest(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(written, content_type=exposition.CONTENT_TYPE_LATEST)


class _Collector:
    """Counts when it is asked: nothing is kept between two scrapes."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for one in health.series():
            labels = [one.label] if one.label else []
            family = GaugeMetricFamily(f"academy_{one.name}", one.help, labels=labels)
            for label, value in one.values.items():
                family.add_metric([label] if one.label else [], value)
            yield family


def _has_token(request: HttpRequest) -> bool:
    token = settings.ACADEMY_MONITOR_TOKEN
    return bool(token) and constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {token}"
    )
