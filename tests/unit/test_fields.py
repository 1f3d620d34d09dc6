"""Django's fields as GOV.UK's components: label, hint and error belong to the control, and nothing typed is lost."""

import re
from datetime import date

import pytest
from django import forms
from django.template import engines

from heard.web.fields import faults

CHOICES = [("a", "First"), ("b", "Second")]


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the <register>")
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    days = forms.IntegerField(label="Days", required=False)
    day = forms.DateField(label="Date", required=False, widget=forms.DateInput, help_text="For example, 31 8 2023")
    words = forms.CharField(label="Words", widget=forms.Textarea)
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    one = forms.ChoiceField(label="One", choices=CHOICES)
    pick = forms.ChoiceField(label="Pick", choices=CHOICES, widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(label="Some", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree", help_text="To all of it")
    file = forms.FileField(label="File")
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(form: forms.Form, name: str, options: str = "") -> str:
    source = f'{{% from "_form.html" import field %}}{{{{ field(form["{name}"]{options}) }}}}'
    return engines["jinja2"].env.from_string(source).render(form=form)


def attributes(html: str, tag: str) -> dict[str, str]:
    found = re.search(rf"<{tag}\b([^>]*)>", html)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[1])) if found else {}


@pytest.mark.parametrize(
    ("name", "tag", "kind"),
    [
        ("name", "input", "text"),
        ("email", "input", "email"),
        ("days", "input", "text"),
        ("day", "input", "text"),
        ("secret", "input", "password"),
        ("file", "input", "file"),
        ("words", "textarea", None),
        ("one", "select", None),
    ],
)
def test_a_label_is_that_of_its_control(name, tag, kind):
    html = shown(Form(), name)
    assert attributes(html, tag)["id"] == attributes(html, "label")["for"] == f"id_{name}"
    assert attributes(html, tag).get("type") == kind


@pytest.mark.parametrize("name", ["pick", "some"])
def test_choices_stand_in_a_group_with_a_legend(name):
    html = shown(Form(), name)
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert attributes(html, "input")["id"] == f"id_{name}"


def test_a_hint_is_read_with_its_control_and_is_no_markup():
    html = shown(Form(), "name")
    assert attributes(html, "input")["aria-describedby"] == "id_name-hint"
    assert "As in the &lt;register&gt;" in html


def test_an_error_is_said_once_and_read_with_its_control():
    html = shown(Form({"email": "x"}), "email")
    assert html.count("Enter a valid email address.") == 1
    assert attributes(html, "input")["aria-describedby"] == "id_email-error"


def test_hint_and_error_are_both_read():
    assert attributes(shown(Form({}), "name"), "input")["aria-describedby"] == "id_name-hint id_name-error"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", 'O"Neil <b>', "O&#34;Neil &lt;b&gt;"),
        ("email", "not an address", "not an address"),
        ("days", "many", "many"),
        ("day", "32 13 2023", "32 13 2023"),
    ],
)
def test_what_was_typed_is_still_there(name, typed, kept):
    assert attributes(shown(Form({name: typed}), name), "input")["value"] == kept


def test_long_words_are_still_there():
    assert "Two &lt;lines" in shown(Form({"words": "Two <lines"}), "words")


def test_a_password_is_not_sent_back():
    assert "open sesame" not in shown(Form({"secret": "open sesame"}), "secret")


@pytest.mark.parametrize("name", ["one", "pick"])
def test_one_choice_is_still_chosen(name):
    html = shown(Form({name: "b"}), name)
    assert re.search(r'value="b"[^>]* (selected|checked)', html)
    assert not re.search(r'value="a"[^>]* (selected|checked)', html)


def test_several_choices_are_still_chosen():
    html = shown(Form({"some": ["a", "b"]}), "some")
    assert len(re.findall(r" checked", html)) == 2


def test_a_single_box_has_its_words_beside_it():
    html = shown(Form({"agree": "on"}), "agree")
    assert re.search(r'id="id_agree"[^>]* checked', html)
    assert "I agree" in html and "To all of it" in html and "<fieldset" not in html


def test_a_date_is_shown_as_it_would_be_typed():
    assert attributes(shown(Form(initial={"day": date(2023, 8, 31)}), "day"), "input")["value"] == "31/08/2023"


def test_a_hidden_field_shows_nothing():
    assert shown(Form(initial={"kept": "7"}), "kept").strip() == (
        '<input type="hidden" name="kept" value="7" id="id_kept">'
    )


def test_a_number_brings_up_digits_and_an_address_its_token():
    assert attributes(shown(Form(), "days"), "input")["inputmode"] == "numeric"
    assert attributes(shown(Form(), "email"), "input")["autocomplete"] == "email"


def test_a_page_can_say_another_hint_and_how_wide_a_field_is():
    html = shown(Form(), "name", ', hint="As on the letter", classes="govuk-input--width-10"')
    assert "As on the letter" in html and "register" not in html and "govuk-input--width-10" in html


def test_the_summary_leads_to_each_field_in_the_order_of_the_page():
    form = Form({"name": "Olive", "email": "x", "words": "w", "secret": "s", "one": "a", "some": ["a"], "agree": "on"})
    assert faults(form) == [
        {"text": "Enter a valid email address.", "href": "#id_email"},
        {"text": "This field is required.", "href": "#id_pick"},
        {"text": "This field is required.", "href": "#id_file"},
    ]


def test_a_form_that_nobody_sent_has_no_summary():
    assert faults(Form(), None) == []
