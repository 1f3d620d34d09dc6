from django.db import models


class Job(models.Model):
    """A piece of work to be done outside a request, at least once, written in the transaction that asks for it.

    Whoever works on it holds a lease: where they are killed the lease runs out and another takes it. `key` stands for work
    that must not wait twice. `given_up_at` says that it was tried often enough and a person must look. `arguments` hold ids
    and nothing personal.
    """

    task = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    run_at = models.DateTimeField()
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["run_at"], condition=models.Q(done_at=None, given_up_at=None), name="job_to_run"),
            models.Index(fields=["done_at"]),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(done_at=None, given_up_at=None) & ~models.Q(key=""),
                name="job_waits_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"


class Schedule(models.Model):
    """When a piece of periodic work is due next. Whoever moves `next_at` on first has enqueued it."""

    task = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task
