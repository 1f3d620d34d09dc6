"""Every form as somebody sends it empty or wrong: what it says, where the focus goes, and that nothing typed is lost."""

from dataclasses import dataclass, field

import pytest

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Sent:
    """A form as somebody sends it wrong: where, by which button, with what typed in which field, and what it then says."""

    key: str | None
    address: str
    button: str
    says: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)

    def __str__(self):
        return f"{self.address} {'with ' + ', '.join(self.typed) if self.typed else 'empty'}"


COMPLAINT, NAMED, TEAM = "complaints/{complaint}", "complaints/{named}", "teams/{team}"
NAME, DAY = "Enter their name.", "Enter a real date, such as 27/3/2026."
NO_WORKBOOK = "“test_forms_sent_wrong.py” is not a workbook. Save it as .xlsx, .xls or .ods and import that."
PAIRS = "Write each as “SHORT: what it means”, with “;” between them."
COLOUR = "Write the colour as # and six digits or letters from a to f, such as #12436d."
WRONG = [
    Sent(None, "/sign-in/", "Sign in", ("Enter your e-mail address.", "Enter your password.")),
    Sent(
        "officer", "/complaints/", "Search", ("Search for 200 characters or fewer.",), {"Search complaints": "x" * 201}
    ),
    Sent("officer", "/complaints/?state=open", "Save", ("Enter a name for this filter.",)),
    Sent("officer", f"/{COMPLAINT}/assign/", "Give", ("Choose somebody from the list.",)),
    Sent("officer", f"/{COMPLAINT}/record/", "Continue", ("Choose what happened from the list.",)),
    Sent(
        "officer", f"/{COMPLAINT}/record/?event=advocate_offered", "Record it", (DAY,), {"When did it happen?": "soon"}
    ),
    Sent(
        "officer",
        f"/{COMPLAINT}/points/1/procedure/",
        "Show the advice",
        ("Enter a whole number of months, such as 3.",),
        {"How many months": "soon"},
    ),
    Sent("officer", f"/{COMPLAINT}/conflict/", "Declare it", ("Tick the box if you have a conflict of interest.",)),
    Sent("officer", f"/{COMPLAINT}/kept-away/", "Keep them away", ("Choose somebody from the list.",)),
    Sent("director", f"/{NAMED}/kept-away/", "Confirm for Tom Invented", ("Say why, in a sentence.",)),
    Sent("officer", f"/{COMPLAINT}/people/", "Add them", ("Choose their part.", NAME)),
    Sent(
        "officer",
        "/complaints/{party}/",
        "Record the address",
        ("Choose e-mail or post.", "Enter the address.", DAY),
        {"From which day?": "soon"},
    ),
    Sent("officer", "/complaints/{party}/", "Save", (NAME,), {"Name": ""}),
    Sent(
        "officer",
        f"/{COMPLAINT}/papers/add/",
        "Add the paper",
        ("Choose a paper to add.", "Say what it is called.", "Enter a date."),
    ),
    Sent(
        "officer",
        "/complaints/{paper}/redact/",
        "Look at what is left",
        ("“Nobody of this name” is not in this paper. Write it as it stands there.",),
        {"More words to take out": "Nobody of this name"},
    ),
    Sent("officer", f"/{COMPLAINT}/letters/write/", "Begin the letter", ("Choose which letter.",)),
    Sent("officer", "/complaints/{letter}/", "Save", ("Write the letter.",), {"The letter": ""}),
    Sent("officer", "/complaints/{posted}/", "It was posted", (DAY,), {"On which day did it go?": "soon"}),
    Sent("officer", "/complaints/{talked}/", "It was talked through", (DAY,), {"On which day was it talked": "soon"}),
    Sent("manager", "/letters/texts/statutory/refusal/child/", "Save", ("Say why, in a sentence.",)),
    Sent(
        "manager",
        "/letters/texts/statutory/refusal/child/",
        "Save",
        ("There is no field “name”. Use one of the list on this page.", "Say why, in a sentence."),
        {"What the letter says": "Dear {{ name }}"},
    ),
    Sent("manager", "/letters/texts/", "Keep this file", ("Choose a Word file.",)),
    Sent("officer", "/import/", "Upload and look", ("Choose a spreadsheet to upload.",)),
    Sent("officer", "/import/", "Upload and look", (NO_WORKBOOK,), {"Upload a spreadsheet": __file__}),
    Sent("administrator", "/people/add/", "Add them", (NAME, "Enter their e-mail address.", "Choose a role.")),
    Sent(
        "administrator",
        "/people/add/",
        "Add them",
        ("Enter an e-mail address like name@council.gov.uk.", "Choose a role.", DAY),
        {"Name": "Ada Made-up", "E-mail address": "ada", "Their last day": "soon"},
    ),
    Sent("administrator", "/people/3/", "Save the change", (NAME, DAY), {"Name": "", "Their last day": "soon"}),
    Sent("administrator", "/people/3/", "Let them start again", ("Tick the box to let them start again.",)),
    Sent("administrator", "/people/3/", "End their time", ("Tick the box to end their time.",)),
    Sent(
        "administrator",
        f"/{TEAM}/",
        "Add them",
        ("Choose somebody from the list.", DAY),
        {"Their first day": "soon", "Their last day": ""},
    ),
    Sent(
        "administrator",
        f"/{TEAM}/reorganise/",
        "Record it",
        ("Enter the name that the team will have.", "Enter a date."),
        {"The new name": "", "The service": "Care"},
    ),
    Sent("administrator", f"/{TEAM}/reorganise/", "Record it", (DAY,), {"The first day": "31/2/2026"}),
    Sent("administrator", "/categories/", "Add", ("Enter a name.",)),
    Sent("administrator", "/categories/{category}/", "Save", ("Enter a name.",), {"Name": ""}),
    Sent(
        "administrator",
        "/settings/",
        "Save the settings",
        (PAIRS, COLOUR),
        {"Abbreviations": "a", "main colour": "green"},
    ),
    Sent("administrator", "/settings/", "Save the logo", ("Choose a picture.",)),
    Sent(
        "administrator",
        "/settings/",
        "Save the logo",
        ("The logo must be a PNG or JPEG picture.",),
        {"The council's logo": __file__},
    ),
    Sent(
        "officer2",
        "/account/password/",
        "Change password",
        ("Enter your present password.", "Enter a new password.", "Enter the new password again."),
    ),
    Sent("officer2", "/account/confirm/", "Continue", ("Enter your password.",)),
    Sent("officer2", "/account/confirm/code/", "Continue", ("Enter the code.",)),
]


def letter(site, which):
    """Return the end of the address of a letter's page."""
    return site.first(f"select complaint_id || '/letters/' || max(id) from record_letter where {which}")


TIED = """() => [...document.querySelectorAll('.govuk-error-summary__list li')].map(item => {
  const link = item.querySelector('a');
  if (!link) return [item.textContent.trim(), 'no link'];
  const control = document.getElementById(link.hash.slice(1));
  if (!control || !control.matches('input, select, textarea')) return [item.textContent.trim(), 'no field'];
  const told = [control, control.closest('fieldset')].filter(Boolean)
    .flatMap(e => (e.getAttribute('aria-describedby') || '').split(' '));
  const words = told.map(id => document.getElementById(id)?.textContent || '').join(' ');
  return [item.textContent.trim(), words.includes(item.textContent.trim()) ? 'tied' : 'not tied'];
})"""
"""Each line of the error summary, and whether the field that it leads to is described by the same words."""


@pytest.mark.parametrize("sent", WRONG, ids=str)
def test_a_form_that_was_sent_wrong_says_what_to_mend(walks, sent):
    walk = walks("demonstration")
    site, tab = walk.site, walk.tab(sent.key)
    tab.goto(
        sent.address.format(
            complaint=site.first("select max(complaint_id) from record_document"),
            named=site.first("select max(complaint_id) from record_wall where state = 'proposed'"),
            team=site.first("select max(team_id) from record_post"),
            party=site.first("select complaint_id || '/people/' || max(id) from record_party"),
            paper=site.first("select complaint_id || '/papers/' || max(id) from record_document"),
            letter=letter(site, "released_at is null and approved_at is null"),
            posted=letter(site, "way = 'post' and released_at is not null and handed_on is null"),
            talked=letter(site, "reader = 'child' and released_at is not null and talked_on is null"),
            category=site.first("select max(id) from record_category"),
        )
    )
    for label, value in sent.typed.items():
        box = tab.locator("main").get_by_label(label).first
        box.set_input_files(value) if box.get_attribute("type") == "file" else box.fill(value)
    with tab.expect_navigation() as navigation:
        tab.locator("main").get_by_role("button", name=sent.button, exact=True).click()
    assert (navigation.value.status, tab.title()[:7]) == (
        200 if sent.address.startswith(("/sign-in", "/account")) else 400,
        "Error: ",
    )
    assert tab.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert tab.evaluate(TIED) == [[words, "tied"] for words in sent.says]
    for label, value in sent.typed.items():
        box = tab.locator("main").get_by_label(label).first
        assert box.get_attribute("type") == "file" or box.input_value() == value
    assert walk.judge(tab) == []
