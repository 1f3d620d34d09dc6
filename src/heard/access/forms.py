"""allauth's forms, with labels and messages in plain English."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as two_step
from allauth.mfa.totp import forms as app
from django import forms
from django.core.validators import MaxLengthValidator

from heard.access.passwords import MOST, TOO_LONG

HOW_TO_CHOOSE = (
    "At least 12 characters. Three or four words that belong to no sentence are easy to remember and hard to guess."
)
CODE = "The six digits that your authenticator app shows now"


class PlainWords:
    """Puts our words in the place of allauth's: field → (label, hint, what to say where it is empty)."""

    words: dict[str, tuple[str, str, str]]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty
            field.widget.attrs.pop("placeholder", None)
            if "password" in name:  # no maxlength on the page: a browser would cut what is typed without a word
                field.validators.append(MaxLengthValidator(MOST, TOO_LONG))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


NEW = {
    "password1": ("New password", HOW_TO_CHOOSE, "Enter a new password."),
    "password2": ("New password again", "", "Enter the new password again."),
}


class SignInForm(PlainWords, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    words = {  # noqa: RUF012
        "login": ("E-mail address", "", "Enter your e-mail address."),
        "password": ("Password", "", "Enter your password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = "Enter an e-mail address in the form name@example.gov.uk."
        self.fields["login"].error_messages["invalid"] = wrong
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": ("Present password", "", "Enter your present password."), **NEW}  # noqa: RUF012


class SetPasswordForm(PlainWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = NEW


class ConfirmForm(PlainWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": ("Password", "", "Enter your password.")}  # noqa: RUF012


class CodeForm(PlainWords, two_step.AuthenticateForm):  # type: ignore[misc]
    words = {"code": ("Code", f"{CODE}, or one of your recovery codes.", "Enter the code.")}  # noqa: RUF012


class ConfirmCodeForm(PlainWords, two_step.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": ("Code", f"{CODE}.", "Enter the code.")}  # noqa: RUF012


class SetUpAppForm(PlainWords, app.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code", f"{CODE}.", "Enter the code that your app shows.")}  # noqa: RUF012
