"""Opening a workbook: what cannot be opened is refused in one sentence, and what a spreadsheet hides is seen."""

import dataclasses
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from tests.registers import make_register
from tests.workbooks import FORMATS, Fault, Formula, Line, Page, write

from heard.record.importing import trial
from heard.record.importing.mapping import Mapping
from heard.record.importing.package import LARGEST_UNPACKED, SMALL_UNPACKED
from heard.record.importing.problems import CannotImportError
from heard.record.importing.reading import read_sheet
from heard.record.importing.workbook import read_workbook

ROOT = Path(__file__).parents[2]
DUDLEY = ROOT / "demonstration" / "dudley-2022-23.xlsx"


def refusal(path, most_rows=100_000):
    """Return the sentence with which a file is refused."""
    with pytest.raises(CannotImportError) as refused:
        read_workbook(path, most_rows)
    return str(refused.value)


def one_sheet(path, *rows, **options):
    """Write one sheet of rows and return it as it was read."""
    write([Page("Complaints", "Complaints", [Line(list(row)) for row in rows], **options)], path)
    return read_workbook(path, 100_000).sheets[0]


def test_a_missing_file(tmp_path):
    assert refusal(tmp_path / "gone.xlsx") == "There is no file “gone.xlsx”. Check the name and the folder."


def test_a_folder(tmp_path):
    (tmp_path / "register.xlsx").mkdir()
    assert refusal(tmp_path / "register.xlsx") == "“register.xlsx” is a folder. Give the workbook inside it."


def test_a_file_below_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert "could not be opened" in refusal(tmp_path / "a.txt" / "register.xlsx")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Reference,Date received\n1,2\n", "is not a workbook"),
        (b"%PDF-1.7", "is not a workbook"),
        (b"PK\x03\x04 and then nothing", "is damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is damaged or incomplete"),
    ],
)
def test_what_is_no_workbook(tmp_path, content, sentence):
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    assert sentence in refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("ending", FORMATS)
def test_a_truncated_workbook(tmp_path, ending, share):
    whole = write(make_register(1).pages(), tmp_path / f"whole.{ending}").read_bytes()
    path = tmp_path / f"register.{ending}"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "is damaged or incomplete" in refusal(path)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("ending", FORMATS)
def test_a_workbook_with_a_wrong_byte_is_read_or_refused_in_a_sentence(tmp_path, ending, seed):
    dice = random.Random(seed)
    content = bytearray(write(make_register(1).pages(), tmp_path / f"register.{ending}").read_bytes())
    for _ in range(dice.choice((1, 5, 50))):
        content[dice.randrange(8, len(content))] = dice.randrange(256)
    (tmp_path / f"register.{ending}").write_bytes(content)
    try:
        read_workbook(tmp_path / f"register.{ending}", 100_000)
    except CannotImportError as refused:
        assert str(refused).endswith(".")


def test_a_workbook_with_a_password(tmp_path):
    path = tmp_path / "register.xlsx"
    with DUDLEY.open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("a password", locked)
    assert refusal(path) == (
        "“register.xlsx” is protected by a password. Open it, take the password off, save it and import that."
    )


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "register.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("letter.txt", "Dear Sir or Madam")
    assert "is damaged or incomplete" in refusal(path)


def test_a_zip_that_says_it_would_unpack_to_more_than_a_workbook_can_be(tmp_path):
    path = tmp_path / "register.xlsx"
    content = bytearray(write(make_register(1).pages(), path).read_bytes())
    directory = content.rindex(b"PK\x01\x02")  # the last entry; its unpacked size is 24 bytes on
    content[directory + 24 : directory + 28] = (LARGEST_UNPACKED + 1).to_bytes(4, "little")
    path.write_bytes(content)
    assert "unpacks to more than 250 MB" in refusal(path)


def packed(path, size, filler=b" "):
    """Write a package with a sheet of so many bytes, and return the sentence with which it is refused."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", (filler * (size // len(filler) + 1))[:size])
    return refusal(path)


def test_a_package_that_unpacks_to_hundreds_of_times_its_size_is_no_spreadsheets(tmp_path):
    said = packed(tmp_path / "register.xlsx", SMALL_UNPACKED + 1)
    assert said.startswith("“register.xlsx” is packed in a way that no spreadsheet program does.")


def test_a_small_one_may_be_packed_that_tightly_and_a_large_one_less_so(tmp_path):
    assert "is packed in a way" not in packed(tmp_path / "small.xlsx", SMALL_UNPACKED - 1000)
    noise = random.Random(1).randbytes(40_000) + b" " * 1_000_000
    assert "is packed in a way" not in packed(tmp_path / "large.xlsx", 2 * SMALL_UNPACKED, noise)


@pytest.mark.parametrize("part", [b"xl/workbook.xml", b"xl/worksheets/sheet1.xml", b"docProps/app.xml"])
def test_a_part_that_unpacks_to_more_than_its_package_says_is_refused(tmp_path, part):
    path = tmp_path / "register.xlsx"
    content = bytearray(write(make_register(1).pages(), path).read_bytes())
    directory = content.rindex(part) - 46  # where the entry of that name begins; its unpacked size is 24 bytes on
    size = int.from_bytes(content[directory + 24 : directory + 28], "little")
    content[directory + 24 : directory + 28] = (size // 2).to_bytes(4, "little")
    path.write_bytes(content)
    assert "is damaged or incomplete" in refusal(path)


def test_a_sheet_with_too_many_rows(tmp_path):
    path = write([Page("Complaints", "Complaints", [Line(["Reference"])] * 201)], tmp_path / "register.xlsx")
    assert refusal(path, most_rows=150) == (
        "The sheet “Complaints” has 201 rows, and one import takes 150. Split it into years and import them one by one."
    )


def test_a_format_far_below_the_last_row_is_not_a_row(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "register.xlsx"))
    sheet = book.add_worksheet("Complaints")
    sheet.write_string(0, 0, "Reference")
    sheet.write_blank(199_999, 0, None, book.add_format({"bold": True}))
    book.close()
    assert len(read_workbook(tmp_path / "register.xlsx", 150).sheets[0].rows) == 1


def test_a_value_in_the_farthest_cell_is_refused_before_it_fills_the_memory(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "register.xlsx"))
    sheet = book.add_worksheet("Complaints")
    sheet.write_string(0, 0, "Reference")
    sheet.write_string(1_048_575, 16_383, "oops")
    book.close()
    assert refusal(tmp_path / "register.xlsx") == (
        "The sheet “Complaints” reaches to row 1,048,576 and column 16,384. "
        "Delete what stands far outside its table, save it and import that."
    )


def test_a_format_in_the_farthest_cell_is_nothing(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "register.xlsx"))
    sheet = book.add_worksheet("Complaints")
    sheet.write_string(0, 0, "Reference")
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert read_workbook(tmp_path / "register.xlsx", 150).sheets[0].rows == [["Reference"]]


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_cells(tmp_path, ending):
    pages = make_register(3).pages()
    sheets = read_workbook(write(pages, tmp_path / f"register.{ending}"), 100_000).sheets
    assert [sheet.rows for sheet in sheets] == [[line.cells for line in page.lines] for page in pages]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_hidden_sheet_is_known_to_be_hidden(tmp_path, ending):
    pages = make_register(3).pages()
    pages[2].hidden = True
    sheets = read_workbook(write(pages, tmp_path / f"register.{ending}"), 100_000).sheets
    assert [sheet.hidden for sheet in sheets] == [False, False, True, False, False, False]


@pytest.mark.parametrize("ending", FORMATS)
def test_where_the_cells_begin_is_known(tmp_path, ending):
    sheet = one_sheet(tmp_path / f"register.{ending}", ["", ""], ["", ""], ["", "Reference"])
    assert (sheet.first_row, sheet.first_column) == (3, 2)


@pytest.mark.parametrize("ending", FORMATS)
def test_merged_cells_are_known(tmp_path, ending):
    lines = [Line(["a", "b", "c"]), Line(["d", "", ""]), Line(["e", "", ""])]
    page = Page("Complaints", "Complaints", lines, merges=[(lines[1], 0, lines[2], 1)])
    sheet = read_workbook(write([page], tmp_path / f"register.{ending}"), 100_000).sheets[0]
    assert sheet.merged == (((2, 1), (3, 2)),)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("shown", ["#REF!", "#DIV/0!"])
def test_a_cell_that_shows_an_error_is_known(tmp_path, ending, shown):
    sheet = one_sheet(tmp_path / f"register.{ending}", ["a", "b"], ["c", Fault(shown)])
    assert sheet.broken == {(2, 2)}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_formula_without_a_result_is_known(tmp_path, ending):
    sheet = one_sheet(tmp_path / f"register.{ending}", ["a", "b"], [Formula("=1+1"), "c"])
    assert sheet.broken == {(2, 1)}


@pytest.mark.parametrize("result", [2, "two", ""])
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_formula_with_a_result_is_its_result(tmp_path, ending, result):
    sheet = one_sheet(tmp_path / f"register.{ending}", ["a", "b"], ["c", Formula("=1+1", result)])
    assert (sheet.rows[1][1], sheet.broken) == (result, frozenset())


@pytest.mark.parametrize("from_1904", [True, False])
def test_an_xls_that_counts_from_1904_is_known(tmp_path, from_1904):
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    book.add_sheet("Complaints").write(0, 0, "Reference")
    book.save(str(tmp_path / "register.xls"))
    assert read_workbook(tmp_path / "register.xls", 100_000).from_1904 is from_1904


@pytest.mark.parametrize("from_1904", [True, False])
def test_a_workbook_that_counts_from_1904_is_known(tmp_path, from_1904):
    book = xlsxwriter.Workbook(str(tmp_path / "register.xlsx"), {"date_1904": from_1904})
    book.add_worksheet().write_datetime(0, 0, date(2022, 4, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    workbook = read_workbook(tmp_path / "register.xlsx", 100_000)
    assert (workbook.from_1904, workbook.sheets[0].rows) == (from_1904, [[date(2022, 4, 1)]])


def test_the_name_of_a_workbook_has_no_folder(tmp_path):
    assert read_workbook(write(make_register(3).pages(), tmp_path / "a.xlsx"), 100_000).name == "a.xlsx"


def test_an_xls_that_would_end_the_process_is_damaged(tmp_path, monkeypatch):
    """What does that depends on the reader's version, so a reading that ends its process stands in for it."""
    monkeypatch.setattr(trial, "READ", "import os; os.kill(os.getpid(), 6)")
    old = tmp_path / "register.xls"
    write([Page("Complaints", "Complaints", [Line(["Reference", "Date received", "Procedure"])])], old)
    assert "is damaged or incomplete" in refusal(old)


def test_a_sound_xls_survives_its_trial(tmp_path):
    old = tmp_path / "register.xls"
    write([Page("Complaints", "Complaints", [Line(["Reference", "Date received", "Procedure"])])], old)
    assert trial.survives(old.read_bytes())


@pytest.mark.parametrize(("characters", "refused"), [(32_767, 0), (32_768, 1)])
def test_a_cell_longer_than_a_spreadsheet_program_keeps_is_refused(tmp_path, characters, refused):
    """xlsxwriter cannot write one, as Excel cannot; an ods or a package made by hand can hold it."""
    words = ("word " * characters)[:characters]
    raw = one_sheet(tmp_path / "a.ods", ["Date received", "Service area", "Compliment"], ["2/5/2022", "Owls", words])
    sheet = read_sheet(dataclasses.replace(raw, name="Compliments"), Mapping(), date(2024, 6, 3), from_1904=False)
    [row] = sheet.rows
    said = [(one.column, one.problem, len(one.value)) for one in row.remarks]
    sentence = "This cell holds more than 32,767 characters, which no spreadsheet program keeps."
    assert (said, row.rejected) == ([("Compliment", sentence, 60)] * refused, bool(refused))
