"""What workers do for plugins."""

from datetime import datetime

from django_tasks import task

from courses.plugin_host import deliveries, jobs, long_tasks


@task()
def deliver(delivery_id: str) -> None:
    """Hand one event to one handler."""
    deliveries.deliver(delivery_id)


@task()
def run_job(run_id: int, queued_until: str = "") -> None:
    """Do the daily work of a plugin, unless it is in the queue a second time."""
    jobs.run(run_id, datetime.fromisoformat(queued_until) if queued_until else None)


@task()
def run_task(task_id: str) -> None:
    """Do what takes a plugin long."""
    long_tasks.run(task_id)
