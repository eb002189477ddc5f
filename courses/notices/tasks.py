"""The task that sends mail soon after the commit. Only a hint: the tick sends what it leaves."""

from django_tasks import task

from courses.notices import sending


@task()
def send(notice_ids: list[str]) -> None:
    """Send these notices, one after another."""
    for notice_id in notice_ids:
        sending.send(notice_id)
