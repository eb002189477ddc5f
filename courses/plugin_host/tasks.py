"""The task that delivers events."""

from django_tasks import task

from courses.plugin_host import deliveries


@task()
def deliver(delivery_id: str) -> None:
    """Hand one event to one handler."""
    deliveries.deliver(delivery_id)
