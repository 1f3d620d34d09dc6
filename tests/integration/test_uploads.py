"""A workbook and a logo that come by upload: what is kept, for how long and for whom, and what is deleted."""

import os
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.made_pictures import JPEG, png
from tests.made_reports import OPERATOR
from tests.pages import actions_since, last_sequence, refused, text
from tests.people import actor, person, sign_in
from tests.workbooks import Line, Page, write

from heard.access.policy import NotAllowedError
from heard.casework.views import imports
from heard.record.actions import uploads
from heard.record.importing.problems import CannotImportError
from heard.record.models import Complaint, CouncilSetting, Event, Upload

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("home")]

PNG = png()
NOW = timezone.now()


@pytest.fixture
def officer():
    return person("complaints-officer")


@pytest.fixture
def browser(officer):
    return sign_in(Client(), officer)


@pytest.fixture
def workbook(tmp_path):
    """Return the bytes of a workbook with these references."""

    def made(*references):
        lines = [
            Line(["Reference", "Date received", "Procedure"]),
            *(Line([r, "6/6/2022", "Statutory"]) for r in references),
        ]
        return write([Page("Complaints", "Complaints", lines)], tmp_path / "made.xlsx").read_bytes()

    return made


def upload(browser, content, name="register.xlsx"):
    return browser.post("/import/", {"workbook": SimpleUploadedFile(name, content)})


def take_in(browser, address):
    digest = text(browser.get(address)).partition('name="digest" value="')[2][:64]
    return browser.post(address, {"digest": digest})


def files():
    return sorted(path.name for path in uploads.folder().glob("*")) if uploads.folder().exists() else []


# A workbook


def test_nothing_is_changed_until_it_is_taken_in(browser, workbook):
    address = upload(browser, workbook("A", "B"))["Location"]
    page = text(browser.get(address))
    assert "Nothing has been changed yet." in page
    assert (Complaint.objects.count(), files()) == (0, [Upload.objects.get().token])
    answer = take_in(browser, address)
    assert "2 rows were taken in." in text(browser.get(answer["Location"]))
    assert (Complaint.objects.count(), Upload.objects.count(), files()) == (2, 0, [])


def test_it_is_kept_for_its_owner_to_read_alone(browser, workbook):
    upload(browser, workbook("A"))
    path = uploads.path_of(Upload.objects.get())
    assert (oct(path.stat().st_mode)[-3:], oct(path.parent.stat().st_mode)[-3:]) == ("600", "700")


def test_it_is_taken_in_once(browser, workbook):
    address = upload(browser, workbook("A"))["Location"]
    digest = sha256(uploads.path_of(Upload.objects.get()).read_bytes()).hexdigest()
    assert [browser.post(address, {"digest": digest}).status_code for _ in range(2)] == [302, 404]
    assert Event.objects.filter(action="register.imported").count() == 1


ALREADY = "This workbook was taken in already, or its upload was deleted. Nothing more was done."


@pytest.mark.parametrize("when", ["before its plan", "after its plan"])
@pytest.mark.parametrize("first", ["taken in", "deleted"])
def test_of_two_that_are_sent_at_once_the_second_is_told_so(browser, workbook, monkeypatch, when, first):
    address, before = upload(browser, workbook("A"))["Location"], last_sequence()
    digest = sha256(uploads.path_of(Upload.objects.get()).read_bytes()).hexdigest()
    reading = imports.read_and_plan

    def overtaken(*args, **more):
        plan = reading(*args, **more) if when == "after its plan" else None
        monkeypatch.setattr(imports, "read_and_plan", reading)
        other = Client()
        other.cookies = browser.cookies
        if first == "taken in":
            assert other.post(address, {"digest": digest}).status_code == 302
        else:
            assert other.post(f"{address}discard/", {"discard": "yes"}).status_code == 302
        return plan or reading(*args, **more)

    monkeypatch.setattr(imports, "read_and_plan", overtaken)
    answer = browser.post(address, {"digest": digest})
    assert ALREADY in text(browser.get(answer["Location"]))
    done = ["register.imported"] if first == "taken in" else []
    kept = [one for one in actions_since(before) if one in ("register.imported", "upload.discarded")]
    assert (kept, Complaint.objects.count(), files()) == ([*done, "upload.discarded"], len(done), [])


def test_an_upload_is_discarded_once(officer, workbook):
    by, before = actor(officer), last_sequence()
    kept = uploads.keep("a.xlsx", [workbook("A")], by=by, at=NOW)
    for same in (kept, Upload.objects.get(pk=kept.pk)):
        uploads.discard(same, by=by, at=NOW)
    assert actions_since(before) == ["upload.kept", "upload.discarded"]


def test_what_cannot_be_taken_in_stays_to_be_taken_in_later(browser, workbook, monkeypatch):
    def fails(*args, **more):
        raise CannotImportError("The register changed while this file was read. Nothing was imported; try again.")

    address = upload(browser, workbook("A"))["Location"]
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "import_register", fails)
        assert "try again" in refused(take_in(browser, address))[0][1]
    assert (len(files()), take_in(browser, address).status_code) == (1, 302)


def test_the_same_workbook_again_has_nothing_to_take_in(browser, workbook):
    take_in(browser, upload(browser, workbook("A"))["Location"])
    page = text(browser.get(upload(browser, workbook("A"))["Location"]))
    assert "There is nothing to take in." in page and "Take the rows in" not in page


def test_a_workbook_that_changed_since_its_dry_run_is_shown_again_and_not_taken_in(browser, workbook):
    address = upload(browser, workbook("A"))["Location"]
    digest = text(browser.get(address)).partition('name="digest" value="')[2][:64]
    uploads.path_of(Upload.objects.get()).write_bytes(workbook("A", "B"))
    answer = browser.post(address, {"digest": digest})
    said = "The workbook is not the one whose dry run you saw. Look at this one, then import it."
    assert refused(answer) == [("", said)]
    assert Complaint.objects.count() == 0
    assert take_in(browser, address).status_code == 302


@pytest.mark.parametrize("how", ["get", "post", "discard"])
def test_anothers_upload_is_not_there(browser, workbook, how):
    address = upload(browser, workbook("A"))["Location"]
    other = sign_in(Client(), person("complaints-manager"))
    if how == "discard":
        assert other.post(f"{address}discard/", {"discard": "yes"}).status_code == 404
    else:
        assert getattr(other, how)(address).status_code == 404
    assert len(files()) == 1


def test_what_is_deleted_leaves_nothing(browser, workbook):
    address = upload(browser, workbook("A"))["Location"]
    answer = browser.post(f"{address}discard/", {"discard": "yes"})
    assert "The upload was deleted. Nothing was changed." in text(browser.get(answer["Location"]))
    assert (files(), Upload.objects.count(), Complaint.objects.count()) == ([], 0, 0)


DAMAGED = {
    "no workbook": (b"Dear council", "is not a workbook. Save it as .xlsx, .xls or .ods and import that."),
    "a torn package": (b"PK\x03\x04" + b"x" * 500, "is damaged"),
    "a torn old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "is damaged"),
    "a web page": (b"<html><script>alert(1)</script>", "is not a workbook"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_workbook_gives_one_sentence_and_leaves_no_file(browser, case):
    content, sentence = DAMAGED[case]
    before = last_sequence()
    [(field, said)] = refused(upload(browser, content))
    assert (field, said.startswith("“register.xlsx”"), sentence in said) == ("id_workbook", True, True)
    assert (files(), Upload.objects.count(), actions_since(before)) == ([], 0, [])


def test_a_workbook_without_a_known_sheet_says_which_are_known(browser, tmp_path):
    content = write([Page("Sheet1", "", [Line(["a"]), Line(["b"])])], tmp_path / "other.xlsx").read_bytes()
    [(_, said)] = refused(upload(browser, content))
    assert "has no sheet that Heard knows" in said


@pytest.mark.parametrize("how", ["get", "post"])
def test_a_file_that_is_gone_from_the_disk_says_so_and_can_be_deleted(browser, workbook, how):
    address = upload(browser, workbook("A"))["Location"]
    uploads.path_of(Upload.objects.get()).unlink()
    before = last_sequence()
    assert "There is no file “register.xlsx”." in text(getattr(browser, how)(address))
    assert (Upload.objects.count(), actions_since(before)) == (1, [])
    assert browser.post(f"{address}discard/", {"discard": "yes"}).status_code == 302
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("accepted", [False, True])
def test_changed_rows_are_offered_to_be_taken_in(browser, workbook, tmp_path, accepted):
    take_in(browser, upload(browser, workbook("A", "B"))["Location"])
    lines = [Line(["Reference", "Date received", "Procedure"]), Line(["A", "7/6/2022", "Statutory"])]
    content = write([Page("Complaints", "Complaints", lines)], tmp_path / "changed.xlsx").read_bytes()
    address = upload(browser, content)["Location"]
    page = text(browser.get(address))
    assert "The register has “6/6/2022” here." in page and 'name="accept_changes"' in page
    digest = page.partition('name="digest" value="')[2][:64]
    answer = browser.post(address, {"digest": digest} | ({"accept_changes": "on"} if accepted else {}))
    if accepted:
        assert "1 row was taken in." in text(browser.get(answer["Location"]))
    else:
        assert refused(answer)[0][1].startswith("There is nothing to take in. Tick the box")
    assert Complaint.objects.get(reference="A").received_on.day == (7 if accepted else 6)


NOT_UPLOADED = {
    "no file": ({}, "Choose a spreadsheet to upload."),
    "an empty file": ({"workbook": SimpleUploadedFile("a.xlsx", b"")}, "The file is empty. Save the workbook again"),
    "words in its place": ({"workbook": "a.xlsx"}, "Choose a spreadsheet to upload."),
}


@pytest.mark.parametrize("case", NOT_UPLOADED)
def test_there_must_be_a_file(browser, case):
    given, sentence = NOT_UPLOADED[case]
    [(field, said)] = refused(browser.post("/import/", given))
    assert (field, said.startswith(sentence), files()) == ("id_workbook", True, [])


def test_a_file_that_is_too_large_is_not_kept(browser, workbook, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    before = last_sequence()
    said = "The file must be smaller than 1 MB. Split it and import the parts."
    assert refused(upload(browser, b"PK" + b"x" * 999_999)) == [("id_workbook", said)]
    assert "is damaged" in refused(upload(browser, b"PK" + b"x" * 999_998))[0][1]
    assert (files(), Upload.objects.count(), actions_since(before)) == ([], 0, [])


@pytest.mark.parametrize("name", ["../../etc/passwd.xlsx", "x" * 300 + ".xlsx", "a\u202eslx.exe", "<b>.xlsx"])
def test_the_files_own_name_leads_nowhere(browser, workbook, name):
    answer = upload(browser, workbook("A"), name)
    if answer.status_code == 302:
        [token] = files()
        assert (len(token), "/" in Upload.objects.get().name) == (32, False)
        assert "<b>" not in browser.get(answer["Location"]).content.decode()
    else:
        assert (refused(answer)[0][0], files()) == ("id_workbook", [])


def test_nobody_but_who_signed_in_leaves_a_file(workbook):
    with pytest.raises(NotAllowedError):
        uploads.keep("a.xlsx", [workbook("A")], by=OPERATOR, at=NOW)
    assert files() == []


def test_what_nobody_came_back_for_goes_after_a_day(officer, workbook):
    by = actor(officer)
    old, young = (uploads.keep("a.xlsx", [workbook("A")], by=by, at=NOW - timedelta(hours=h)) for h in (25, 23))
    uploads.sweep(at=NOW)
    assert (files(), list(Upload.objects.all())) == ([young.token], [young])
    assert not uploads.path_of(old).exists()


def test_a_file_without_a_row_goes_after_a_day_and_not_before(officer, workbook):
    uploads.folder().mkdir(parents=True)
    for name, hours in (("old", 25), ("young", 1)):
        path = uploads.folder() / name
        path.write_bytes(b"half of a workb")
        moment = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))
    kept = uploads.keep("a.xlsx", [workbook("A")], by=actor(officer), at=NOW)
    assert files() == sorted(["young", kept.token])


# The logo


@pytest.fixture
def administrator():
    return sign_in(Client(), person("administrator"))


def set_logo(browser, content, name="logo.png"):
    return browser.post("/settings/logo/", {"logo": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_logo_is_served_to_anybody_under_its_own_digest(administrator, content, kind):
    assert set_logo(administrator, content).status_code == 302
    page = text(Client().get("/sign-in/"))
    address = page.partition('class="heard-header__logo" src="')[2].partition('"')[0]
    assert sha256(content).hexdigest() in address
    answer = Client().get(address)
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (content, kind, "nosniff")


def test_an_older_logo_and_one_that_was_never_set_are_not_served(administrator):
    set_logo(administrator, PNG)
    address = text(Client().get("/sign-in/")).partition('class="heard-header__logo" src="')[2].partition('"')[0]
    set_logo(administrator, JPEG)
    assert Client().get(address).status_code == 404
    assert Client().get(address.replace(sha256(PNG).hexdigest(), "0" * 64)).status_code == 404


NOT_WHOLE = "The picture is damaged or has something else in its file. Save it again, and upload that."
NO_LOGO = {
    "a drawing with a script": (b"<svg onload='alert(1)'/>", "id_logo", "The logo must be a PNG or JPEG picture."),
    "a page that is called a picture": (b"<html>", "id_logo", "The logo must be a PNG or JPEG picture."),
    "too large": (PNG + b"\0" * 200_000, "id_logo", "The logo must be smaller than 200 KB."),
    "a picture with a page behind it": (PNG + b"<html>", "id_logo", NOT_WHOLE),
    "half a picture": (PNG[:40], "id_logo", NOT_WHOLE),
    "empty": (b"", "id_logo", "The file is empty. Choose another picture."),
}


@pytest.mark.parametrize("case", NO_LOGO)
def test_what_is_no_logo_is_not_kept(administrator, home, case):
    content, field, sentence = NO_LOGO[case]
    assert refused(set_logo(administrator, content)) == [(field, sentence)]
    assert (CouncilSetting.objects.count(), (home / "logo").exists()) == (0, False)


def test_a_logo_can_be_removed(administrator):
    assert "Remove the logo" not in text(administrator.get("/settings/"))
    set_logo(administrator, PNG)
    assert "Remove the logo" in text(administrator.get("/settings/"))
    assert refused(administrator.post("/settings/logo/remove/")) == [
        ("id_remove", "Press the button to remove the logo.")
    ]
    assert administrator.post("/settings/logo/remove/", {"remove": "yes"}).status_code == 302
    assert CouncilSetting.objects.get(key="logo").value == ""
    assert "heard-header__logo" not in text(administrator.get("/settings/"))


def test_a_logo_of_the_largest_size_is_kept(administrator):
    largest = png(comment=b"x" * (200_000 - len(png(comment=b"x")) + 1))
    assert (len(largest), set_logo(administrator, largest).status_code) == (200_000, 302)


def test_without_a_picture_the_logo_stays_as_it_is(administrator):
    set_logo(administrator, PNG)
    assert refused(administrator.post("/settings/logo/")) == [("id_logo", "Choose a picture.")]
    assert CouncilSetting.objects.get(key="logo").value == sha256(PNG).hexdigest()
