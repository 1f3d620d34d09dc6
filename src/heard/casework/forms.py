"""The forms of the staff's pages. Each says what sending it does, as the access table has it; access/fields.csv lists
every field with the right that changes it. What a form holds is checked again by the action that it is given to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from heard.access.models import Person
from heard.access.roles import SIGNS_IN
from heard.law.procedures import EventRule
from heard.law.words import OUTCOMES
from heard.record.council import SETTINGS, Setting, SettingsError, as_typed
from heard.record.models import Assignment, Team


class CaseworkForm(forms.Form):
    """A form with the right that sending it takes: `access` is the kind and the action of the access table."""

    access: ClassVar[tuple[str, str]]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def carry_out(self, act: Callable[[dict[str, Any]], Any]) -> bool:
        """Do what a form that is filled in rightly asks for; a sentence that the action raises becomes the form's error,
        and that of its field where it has only one that must be filled in."""
        if not self.is_valid():
            return False
        try:
            act(self.cleaned_data)
        except SettingsError as error:
            for key, sentence in error.sentences.items():
                self.add_error(key, sentence)
            return False
        except ValueError as error:
            shown = [one for one in self.visible_fields() if one.field.required]
            self.add_error(shown[0].name if len(shown) == 1 else None, str(error))
            return False
        return True


def text(label: str, missing: str, *, hint: str = "", longest: int = 200, **attrs: str) -> forms.CharField:
    """Return a field for one line of words."""
    messages = {"required": missing, "max_length": f"Use {longest:,} characters or fewer."}
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, error_messages=messages, widget=forms.TextInput(attrs=attrs)
    )


def reason(label: str = "Why?", hint: str = "") -> forms.CharField:
    """Return a field for a reason in a sentence or two."""
    messages = {"required": "Say why, in a sentence.", "max_length": "Use 2,000 characters or fewer."}
    return forms.CharField(label=label, help_text=hint, max_length=2000, error_messages=messages, widget=forms.Textarea)


def day(label: str, hint: str = "For example, 27/3/2026.", *, required: bool = True) -> forms.DateField:
    """Return a field for a date, typed in any of the ways that people write one."""
    messages = {"required": "Enter a date.", "invalid": "Enter a real date, such as 27/3/2026."}
    return forms.DateField(label=label, help_text=hint, required=required, error_messages=messages)


def choice(label: str, missing: str, *, hint: str = "", required: bool = True) -> forms.ChoiceField:
    """Return a field to choose from a list that the page fills in."""
    messages = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, help_text=hint, required=required, error_messages=messages)


def people(found: Iterable[Person]) -> list[tuple[str, str]]:
    """Return people to choose from: name and role, since two may have one name."""
    return [("", "Choose somebody"), *((str(one.pk), f"{one.name}, {one.role_title.lower()}") for one in found)]


class ChoosingForm(CaseworkForm):
    """A form that chooses one of these people."""

    person = choice("Who?", "Choose somebody from the list.")

    def __init__(self, *args: Any, found: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in found}
        self.fields["person"].choices = people(self.found.values())  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        return self.found[self.cleaned_data["person"]]


class AssignForm(ChoosingForm):
    access = ("complaint", "assign")
    part = forms.ChoiceField(
        label="As what?",
        choices=Assignment.PARTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are to do.", "invalid_choice": "Choose what they are to do."},
    )
    field_order = ("person", "part")


class EndPartForm(CaseworkForm):
    access = ("complaint", "assign")
    end = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Press the button to end the part."})


class NameForm(ChoosingForm):
    access = ("complaint", "name-person")


class ConflictForm(CaseworkForm):
    access = ("complaint", "declare-conflict")
    sure = forms.BooleanField(
        label="I have a conflict of interest in this complaint",
        help_text="You will not be able to open it any more.",
        error_messages={"required": "Tick the box if you have a conflict of interest."},
    )


class SettleForm(CaseworkForm):
    access = ("complaint", "settle-wall")
    state = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Press one of the buttons."})
    reason = reason(hint="Do not write what the complaint is about.")


class ChooseEventForm(CaseworkForm):
    """Chooses what happened, of the events that the page offers."""

    access = ("complaint", "record")
    event = choice("What happened?", "Choose what happened from the list.")

    def __init__(self, *args: Any, rules: Mapping[str, EventRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [(rule.id, rule.says) for rule in rules.values()]  # type: ignore[attr-defined]


class RecordForm(CaseworkForm):
    """Records one event. It asks for an outcome where there are some to choose from, and for a reason where one is kept."""

    access = ("complaint", "record")
    event = forms.CharField(widget=forms.HiddenInput)
    on = day("When did it happen?")
    outcome = choice("What did it come to?", "Choose what it came to.")
    why = reason(hint="A sentence or two. It is kept in the history.")

    def __init__(self, *args: Any, outcomes: Collection[str], reason: bool, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Choose an outcome"), *((one, OUTCOMES[one]) for one in outcomes)]
        self.fields["outcome"].choices = listed  # type: ignore[attr-defined]
        self.fields["why"].required = needed
        if not needed:
            self.fields["why"].label = "Why? (if there is something to say)"
        for name, wanted in (("outcome", bool(outcomes)), ("why", reason)):
            if not wanted:
                del self.fields[name]


class SearchForm(CaseworkForm):
    access = ("complaint", "list")
    text = forms.CharField(
        label="Search complaints",
        help_text="A reference, a name, or words from the complaint.",
        max_length=200,
        strip=True,
        required=False,
        error_messages={"max_length": "Search for 200 characters or fewer."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )


class SaveFilterForm(CaseworkForm):
    access = ("complaint", "list")
    name = text("Save these filters as", "Enter a name for this filter.", longest=60, autocomplete="off")
    choices = forms.CharField(widget=forms.HiddenInput, required=False)


class RemoveFilterForm(CaseworkForm):
    access = ("complaint", "list")
    filter = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Choose a filter to remove."})


class UploadForm(CaseworkForm):
    access = ("register", "import")
    workbook = forms.FileField(
        label="Upload a spreadsheet",
        help_text="An .xlsx, .xls or .ods file with one sheet for each kind of record.",
        error_messages={
            "required": "Choose a spreadsheet to upload.",
            "empty": "The file is empty. Save the workbook again and upload that.",
            "missing": "Choose a spreadsheet to upload.",
            "max_length": "The file's name is too long. Give it a shorter one.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )


class TakeInForm(CaseworkForm):
    access = ("register", "import")
    digest = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Look at the dry run again."})
    accept_changes = forms.BooleanField(
        label="Let changed rows overwrite what the register has",
        help_text="The history keeps what was there before.",
        required=False,
    )


class DiscardForm(CaseworkForm):
    access = ("register", "import")
    discard = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Press the button to delete it."})


class EntryForm(CaseworkForm):
    """A name on one of the council's lists."""

    name = text("Name", "Enter a name.")


class DistrictForm(EntryForm):
    access = ("district", "change")


class CategoryForm(EntryForm):
    access = ("category", "change")


class ReorganiseForm(CaseworkForm):
    access = ("team", "reorganise")
    name = text("The new name", "Enter the name that the team will have.")
    service = forms.CharField(
        label="The service that it will be in",
        required=False,
        max_length=200,
        help_text="Leave it empty for none.",
        error_messages={"max_length": "Use 200 characters or fewer."},
    )
    on = day("The first day of the new arrangement")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        initial = {"name": team.name, "service": team.service.name if team.service else ""}
        super().__init__(*args, initial=initial, **kwargs)


class PostForm(ChoosingForm):
    access = ("team", "post")
    since = day("Their first day in the team")
    until = day("Their last day in the team", "Leave it empty if nobody knows yet.", required=False)


class EndPostForm(CaseworkForm):
    access = ("team", "post")
    post = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Choose who leaves the team."})
    on = day("Their last day in the team")


class AddPersonForm(CaseworkForm):
    access = ("person", "add")
    name = text("Name", "Enter their name.", autocomplete="off", spellcheck="false")
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it.",
        max_length=254,
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address like name@council.gov.uk.",
            "max_length": "Use 254 characters or fewer.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *SIGNS_IN.items()],
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose a role."},
    )
    until = day("Their last day", "Leave it empty if nobody knows yet. For example, 27/3/2026.", required=False)


class ChangePersonForm(CaseworkForm):
    access = ("person", "change")
    name = text("Name", "Enter their name.", autocomplete="off", spellcheck="false")
    role = forms.ChoiceField(
        label="Role",
        choices=list(SIGNS_IN.items()),
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose a role."},
    )
    until = day("Their last day", "Leave it empty if nobody knows yet. For example, 27/3/2026.", required=False)


class EndPersonForm(CaseworkForm):
    access = ("person", "change")
    sure = forms.BooleanField(
        label="End their time at once",
        help_text="They can do nothing more from their next click. What they did stays in the history.",
        error_messages={"required": "Tick the box to end their time."},
    )


class StartAgainForm(CaseworkForm):
    access = ("person", "start-again")
    again = forms.BooleanField(
        label="Take their password and second step away",
        help_text="For whoever lost their telephone or their password. They set up both again, by a new link.",
        error_messages={"required": "Tick the box to let them start again."},
    )


class LinkForm(CaseworkForm):
    access = ("person", "give-link")
    person = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Press the button to make a link."}
    )


SHOWN_SETTINGS = tuple(setting for setting in SETTINGS if setting.key != "demonstration" and setting.kind != "file")


def setting_field(setting: Setting) -> forms.CharField:
    long = setting.kind in ("words", "pairs")
    return forms.CharField(
        label=setting.label,
        required=False,
        max_length=setting.longest,
        widget=forms.Textarea if long else forms.TextInput,
        error_messages={"max_length": f"Use {setting.longest:,} characters or fewer."},
    )


class SettingsForm(CaseworkForm):
    """Every setting that a person types, with its own field."""

    access = ("settings", "change")

    def __init__(self, *args: Any, values: dict[str, Any] | None = None, **kwargs: Any) -> None:
        values = values or {}
        initial = {one.key: as_typed(one, values.get(one.key, one.default)) for one in SHOWN_SETTINGS}
        super().__init__(*args, initial=initial, **kwargs)
        for one in SHOWN_SETTINGS:
            self.fields[one.key] = setting_field(one)


class LogoForm(CaseworkForm):
    access = ("settings", "change")
    logo = forms.FileField(
        label="The council's logo",
        help_text="A PNG or JPEG picture, smaller than 200 KB. It stands at the top of every page.",
        error_messages={"required": "Choose a picture.", "empty": "The file is empty. Choose another picture."},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )


class RemoveLogoForm(CaseworkForm):
    access = ("settings", "change")
    remove = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Press the button to remove the logo."}
    )
