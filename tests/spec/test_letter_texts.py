"""What Heard ships as the words of letters: whole for every procedure and reader, plain to read, and true to the law.

What a letter must contain is its procedure's own list. A mark is what shows that a letter contains one of these.
"""

import tomllib
from pathlib import Path

import pytest

from heard.law import procedures
from heard.law.procedures import shipped
from heard.letters import fields, texts
from heard.letters.readability import grade, said, syllables
from heard.letters.required import MARKS, missing, unknown

READERS = ("adult", "child", "advocate", "easy-read")
HIGHEST = {
    # reader, the highest grade
    "adult": 8,
    "advocate": 9,
    "child": 5,
    "easy-read": 5,
}
BANNED = (
    "unreasonable", "vexatious", "alleged", "allegation", "persistent", "we are unable to", "please be advised",
    "pursuant", "aforementioned", "unfortunately",
)  # fmt: skip
PROCEDURES = Path(procedures.__file__).parent
FILES = sorted(Path(texts.__file__).with_name("texts").glob("*/*.txt"))


def whole(text, reader):
    """Return a text with the three blocks that letters share in their places, and every other field as it is."""
    for name in fields.SHARED:
        text = text.replace(f"{{{{ {name} }}}}", texts.shipped(texts.BLOCKS, name, reader))
    return text


def folder(name, file):
    """Return the folder that has a file: the definition's own, or else that of the one which it extends."""
    while not any(one.parent.name == name and one.name == file for one in FILES):
        name = tomllib.loads((PROCEDURES / f"{name}.toml").read_text("utf-8")).get("extends")
        if name is None:
            return "no words"
    return name


def owed():
    """Yield (definition, letter, reader, the folder of its words) for each letter of each definition and each reader."""
    for law in shipped().all:
        for rule in law.letters.values():
            for reader in READERS:
                yield law, rule, reader, folder(law.name, f"{rule.id}.{reader}.txt")


def named():
    return [(f"{file.parent.name}/{file.name}", file.name.split(".")[1], file.read_text("utf-8")) for file in FILES]


def test_every_letter_of_every_procedure_has_words_for_each_reader():
    found = [(law.name, rule.id, reader, where) for law, rule, reader, where in owed()]
    assert len(found) == len(READERS) * sum(len(law.letters) for law in shipped().all)
    assert [one for one in found if one[3] == "no words"] == []


def test_every_letter_is_found_where_it_is():
    for law, rule, reader, where in owed():
        assert texts.folder_of(law, rule.id, reader) == where, f"{law.name}: {rule.id}.{reader}"


def test_every_letter_contains_what_its_procedure_asks_for():
    for law, rule, reader, where in owed():
        text = whole(texts.shipped(where, rule.id, reader), reader)
        assert missing(rule.contains, text, reader) == [], f"{law.name}: {where}/{rule.id}.{reader}"


def test_a_letter_that_was_finished_by_hand_still_contains_it():
    days = {name: "Tuesday 16 June 2026" for name in fields.LINES if name.endswith(("_by", "_on", "_date"))}
    case = {
        "holder": "Ash Reed",
        "points": "1. Nobody rang.",
        "answers": "## Point 1\n\nYou said: Nobody rang.\n\nWhat we found: Upheld.\n\nNobody rang you on the day.",
        "recommendations": "## Recommendation 1\n\nWe will ring on the day.",
    }
    values = {name: "Sam" for name in fields.LINES} | days | case
    for law, rule, reader, where in owed():
        text = fields.merged(whole(texts.shipped(where, rule.id, reader), reader), values)
        text = fields.GAP.sub("Tuesday 16 June 2026, in words of our own", text)
        assert missing(rule.contains, text, reader) == [], f"{law.name}: {where}/{rule.id}.{reader}"


def test_every_phrase_of_what_a_letter_must_contain_has_marks():
    phrases = {phrase for law in shipped().all for rule in law.letters.values() for phrase in rule.contains}
    assert unknown(sorted(phrases)) == []
    assert set(MARKS) == phrases, "no marks are kept for what no procedure asks for"


def test_a_letter_without_what_it_must_contain_is_found_out():
    bare = "# Our letter\n\nDear Sam,\n\nThank you. We got your letter on 3 June 2026.\n\nYours sincerely,\n\nThe team"
    found = {phrase for phrase in MARKS if missing([phrase], bare, "child")}
    assert found == set(MARKS)


def test_what_stands_in_a_gap_is_not_said_yet():
    assert missing(["why"], "We need more time. [because …]", "adult") == ["why"]
    assert missing(["why"], "We need more time, because two people are away.", "adult") == []


def test_an_advocate_must_be_named_to_children_and_whoever_speaks_for_them_and_need_not_be_to_an_adult():
    phrase = "an advocate, for a child or young person"
    assert [reader for reader in READERS if missing([phrase], "Hello.", reader)] == ["child", "advocate", "easy-read"]


def test_a_phrase_of_a_council_itself_is_left_to_a_person():
    assert missing(["our charter"], "Hello.", "adult") == []
    assert unknown(["our charter", "why"]) == ["our charter"]


def test_texts_have_only_the_fields_that_there_are_and_gaps_that_are_closed():
    for where, _, text in named():
        fields.check(text)
        assert text.count("[") == text.count("]") == len(fields.GAP.findall(text)), where
        blocks = [line for name in fields.BLOCKS for line in text.split("\n") if f"{{{{ {name} }}}}" in line]
        assert all(line == line.strip() and fields.FIELD.fullmatch(line) for line in blocks), (
            f"{where}: a block stands alone"
        )


def test_no_text_has_a_word_that_makes_a_person_small():
    assert [(where, word) for where, _, text in named() for word in BANNED if word in text.casefold()] == []


def test_every_letter_begins_with_a_title_that_names_nobody_and_ends_with_who_wrote_it():
    for where, _, text in named():
        if not where.startswith("blocks/"):
            lines = [line for line in text.split("\n") if line]
            assert lines[0].startswith("# ") and "{{" not in lines[0], where
            assert "{{ recipient_name }}" in lines[1], where
            assert lines[-2:] == ["{{ team }}", "{{ council }}"], where


def test_every_text_is_as_easy_to_read_as_its_reader_needs():
    graded = [(where, reader, grade(whole(text, reader))) for where, reader, text in named()]
    assert [one for one in graded if one[2] > HIGHEST[one[1]]] == []


def test_every_letter_to_a_child_says_who_reads_it_with_them_and_what_a_working_day_is():
    for where, reader, text in named():
        if reader == "child" and not where.startswith("blocks/"):
            assert "Somebody you trust" in text, where
            assert "working day" not in text or "A working day is Monday to Friday" in text, where


# The grade itself

COUNTED = """the 1 complaint 2 advocate 3 people 2 answered 2 asked 1 wanted 2 agreed 2 changes 2 times 1 boxes 2 able 2
trouble 2 safely 2 statement 2 investigation 5 independent 4 ombudsman 3 area 3 create 2 usual 3 situation 4 quiet 2
being 2 trying 2 director 3 recommendations 5 special 2 anything 3 something 2 somebody 3 interpreter 4 free 1 settled 2
called 1 tried 1 telephone 3 holiday 3 eye 1 previous 3 serious 3 experience 4 video 3 didn't 2 can't 1 easy-read 3
handled 2 science 2 patient 2 friend 1 idea 3 partially 3 25 1"""


def test_syllables_are_counted_as_they_are_spoken():
    pairs = COUNTED.split()
    assert [
        (word, syllables(word)) for word, n in zip(pairs[::2], pairs[1::2], strict=True) if syllables(word) != int(n)
    ] == []


@pytest.mark.parametrize(
    ("text", "words", "sentences", "spoken", "hard"),
    [
        ("We like cats. You do too.", 6, 2, 6, "two plain sentences"),
        ("# We like cats\n\n- You do\n- too", 6, 3, 6, "a heading and bullets are sentences"),
        ("We like\ncats", 3, 1, 3, "a wrapped line is no new sentence"),
        ("We like {{ council }} cats [say which\nand why].", 3, 1, 3, "fields and gaps are no words"),
        ("We like www.lgo.org.uk and cats.", 4, 1, 4, "an address is no word"),
        ("1. We like\n2. cats", 3, 2, 3, "the numbers of a list are not read"),
    ],
)  # fmt: skip
def test_the_grade_is_that_of_flesch_and_kincaid(text, words, sentences, spoken, hard):
    assert grade(text) == pytest.approx(0.39 * words / sentences + 11.8 * spoken / words - 15.59), hard


def test_nothing_to_read_has_the_grade_0_and_a_grade_names_its_formula():
    assert grade("[the whole letter]") == 0
    assert said(6.34).startswith("Reading grade 6.3, which is about 6 years at school (Flesch-Kincaid: 0.39")
