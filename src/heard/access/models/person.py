from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from heard.access.roles import ROLES, SIGNS_IN


class People(BaseUserManager["Person"]):
    """Finding and making people who sign in. An address is compared without regard to capitals."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, role: str, **fields: Any) -> Person:
        """Make a person without a password: they set one themselves, through a link that works once."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, role=role, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in, in one role. `until` is the last day on which they may, empty while nobody knows it.

    `sign_in_round` counts how often their ways in were renewed: a session or a link of an earlier round counts no more.
    `demonstration` marks the invented people of the demonstration council: a production start refuses them.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40, choices=list(SIGNS_IN.items()))
    is_active = models.BooleanField(default=True)
    until = models.DateField(null=True)
    demonstration = models.BooleanField(default=False)
    sign_in_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name_plural = "people"
        indexes = (models.Index(fields=["role", "name"]),)
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=list(SIGNS_IN)), name="person_known_role"),
            models.UniqueConstraint(Lower("email"), name="person_one_address"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def role_title(self) -> str:
        return ROLES[self.role].title

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to go on: it ends with the password, and with the round."""
        return salted_hmac(
            "heard.access.models.Person.sessions", f"{self.password}\n{self.sign_in_round}", secret, algorithm="sha256"
        ).hexdigest()

    def renew_sign_in(self) -> None:
        """End every session of this person and every link that was made for them."""
        self.sign_in_round += 1
        self.save(update_fields=["sign_in_round"])

    def may_sign_in(self, on: date) -> bool:
        """Answer whether this person may sign in on that day."""
        return self.is_active and (self.until is None or on <= self.until)
