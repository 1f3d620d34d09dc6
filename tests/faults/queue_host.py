"""A process in which the queue lives, told by lines of JSON what to do. It forks a process for each thing that may be
killed, so that Django is imported once.
"""

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection, connections, transaction  # noqa: E402 – models need the set-up
from django.db.models import Count, Q  # noqa: E402

from heard.jobs.tasks import SYSTEM, task  # noqa: E402
from heard.jobs.worker import Worker  # noqa: E402
from heard.record.actions import jobs, messages  # noqa: E402
from heard.record.models import Job, Message  # noqa: E402
from heard.web.home import make_ready  # noqa: E402

OFFSET = timedelta()


def now():
    return datetime.now(UTC) + OFFSET


@task("leave-a-mark")
def leave_a_mark(*, number, at):
    """Leave a row of which nothing prevents a second one."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO mark (number) VALUES (%s)", [number])


def prepare():
    make_ready()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mark (number integer)")


def ask(count):
    """Ask for many marks in one transaction."""
    with transaction.atomic():
        for number in range(count):
            jobs.enqueue("leave-a-mark", at=now(), number=number)


def forked(work):
    """Do something in a process of its own; answer its number."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    finally:
        os._exit(0)


def post(dies):
    """Write a message in a process that is killed before the transaction ends, or right after."""

    def write():
        with transaction.atomic():
            to = f"sam{os.getpid()}@example.org"
            messages.post(
                to=to, subject=messages.subjects()[0], body="Dear Sam\n" * 300, letter=None, by=SYSTEM, at=now()
            )
            if dies == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    wait(forked(write))


def work(minutes):
    """Do what is due, so many minutes from now, in a process of its own."""
    global OFFSET
    OFFSET = timedelta(minutes=minutes)
    return forked(lambda: Worker(now, lambda seconds: None, periodic=()).run_due())


def wait(pid):
    return os.waitpid(pid, 0)[1]


def state():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(DISTINCT number) FROM mark")
        marks, numbers = cursor.fetchone()
    return {
        "marks": marks,
        "numbers": numbers,
        "jobs": Job.objects.aggregate(
            all=Count("pk"),
            done=Count("pk", filter=Q(done_at__isnull=False)),
            again=Count("pk", filter=Q(attempts__gt=1)),
        ),
        "sent": sorted(Message.objects.exclude(sent_at=None).values_list("message_id", flat=True)),
        "messages": Message.objects.count(),
    }


DO = {"prepare": prepare, "ask": ask, "post": post, "work": work, "wait": wait, "state": state}

for line in sys.stdin:
    name, *words = json.loads(line)
    answer = DO[name](*words)
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
