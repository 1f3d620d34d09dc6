"""The forms of the work in the background."""

from __future__ import annotations

from django import forms

from heard.casework.forms import CaseworkForm, text


class RetryForm(CaseworkForm):
    access = ("job", "retry")
    again = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Press the button to try it again."})


class DropForm(CaseworkForm):
    access = ("job", "retry")
    why = text(
        "Why need it not be done?",
        "Say why, in a sentence.",
        hint="Do not write what a complaint is about.",
        longest=300,
    )
