"""The papers of a complaint: taken when they are what they say, kept once, opened by those who may."""

import io
import zipfile

import pytest
from tests.casework import AT, FUTURE, PDF, add

from heard.access.door import actor_of
from heard.access.policy import NotAllowedError
from heard.record.actions import documents, walls
from heard.record.models import Document
from heard.record.queries.documents import opened

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home")]


# Papers


def packed(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def test_a_document_can_be_opened_again(complaint, world):
    document, path = opened(add(complaint, world).pk, by=world.manager)
    assert (document.title, document.size, path.read_bytes()) == ("The letter from Robin", len(PDF), PDF)


def test_a_document_lies_under_its_hash_for_its_owner_only(complaint, world, home):
    document = add(complaint, world)
    path = home / "documents" / document.digest[:2] / document.digest
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == [document.digest]


def test_the_same_content_twice_is_kept_once(complaint, world, home):
    add(complaint, world)
    add(complaint, world, title="Again", file_name="again.pdf")
    assert Document.objects.count() == 2
    assert len([file for file in (home / "documents").rglob("*") if file.is_file()]) == 1


def test_only_the_last_part_of_a_files_name_is_kept(complaint, world):
    names = [add(complaint, world, file_name=name).file_name for name in ("../../x.pdf", "C:\\a\\y.pdf", "z\n.pdf")]
    assert names == ["x.pdf", "y.pdf", "z.pdf"]


GOOD_FILES = {
    "letter.docx": packed("word/document.xml"),
    "letter.ODT": packed("mimetype", "content.xml"),
    "note.txt": "Robin said “no”.".encode(),
    "mail.eml": b"From: sam@example.org\nSubject: Robin\n\nHello",
    "a.png": b"\x89PNG\r\n\x1a\n...",
    "a.jpg": b"\xff\xd8\xff...",
}


@pytest.mark.parametrize("name", GOOD_FILES)
def test_a_file_that_is_what_it_says_is_taken(complaint, world, name):
    assert add(complaint, world, file_name=name, content=GOOD_FILES[name]).file_name == name


BAD_FILES = {
    "a PDF that is none": ({"content": b"MZ\x90"}, "“robin.pdf” is not a PDF file"),
    "a Word document that is a workbook": (
        {"file_name": "a.docx", "content": packed("xl/workbook.xml")},
        "is not a Word document",
    ),
    "a Word document that is no package": ({"file_name": "a.docx", "content": b"PK\x03\x04 no"}, "is not a Word doc"),
    "a text that is a program": ({"file_name": "a.txt", "content": b"\x7fELF\0\0"}, "is not a plain text"),
    "a mail without a sender": ({"file_name": "a.eml", "content": b"hello there"}, "is not an e-mail"),
    "a program": ({"file_name": "run.exe"}, "“run.exe” cannot be kept. Use a file that ends in one of: pdf, docx"),
    "no ending": ({"file_name": "pdf"}, "“pdf” cannot be kept"),
    "no name": ({"file_name": "/"}, "Enter the file's name."),
    "nothing in it": ({"content": b""}, "“robin.pdf” is empty"),
    "too large": ({"content": PDF + b" " * documents.LARGEST}, "larger than 20 MB"),
    "no title": ({"title": " "}, "Enter a title."),
    "a day to come": ({"dated": FUTURE}, "has not come yet"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_is_refused_and_leaves_nothing(complaint, world, home, name):
    changes, sentence = BAD_FILES[name]
    with pytest.raises(ValueError, match=sentence):
        add(complaint, world, **changes)
    assert (Document.objects.count(), (home / "documents").exists()) == (0, False)


def test_a_document_that_is_hidden_is_as_absent_as_one_that_never_was(complaint, world):
    document = add(complaint, world)
    team_manager = actor_of(world.people["team-manager"], AT)
    for key in (document.pk, 999_999):
        with pytest.raises(Document.DoesNotExist):
            opened(key, by=team_manager)
    with pytest.raises(NotAllowedError):
        opened(document.pk, by=world.reader)


def test_whoever_is_behind_a_wall_can_neither_open_nor_add_a_document(complaint, world):
    document = add(complaint, world)
    walls.propose(complaint, world.people["complaints-manager"], by=world.officer, at=AT)
    with pytest.raises(Document.DoesNotExist):
        opened(document.pk, by=world.manager)
    with pytest.raises(NotAllowedError):
        add(complaint, world, by=world.manager)
