"""Two parents of one child who must not learn where the other lives: every text, every kind of file, every bundle.

Families are made by chance. Every fact of a person is a word that stands nowhere else, so that one that went the wrong way is
found in any byte. A few families are looked at with every run; `HEARD_FAMILIES=500 python3 run.py test -n 2
tests/property/test_two_parents.py` looks at as many as it says.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from datetime import date
from types import SimpleNamespace

import pypdfium2
import pytest
from tests.casework import AT, make_world, receive
from tests.casework import add as add_paper
from tests.letters import ON, add, head, live_at, set_up

from heard.law.procedures import definitions
from heard.letters import fields, merging, release, rendering, texts
from heard.record.actions import letters
from heard.record.models import Enclosure, Letter, Message
from heard.record.queries.letters import address_for, digest_of, needs_second
from heard.record.queries.rules import here

READERS = tuple(dict(Letter.READERS))
WAYS = (Letter.EMAIL, Letter.POST, Letter.HAND)
"""How a letter with papers can go: not in the text of an e-mail."""
FREE = tuple(rule for rule, _ in Letter.FREE)
FAMILIES = int(os.environ.get("HEARD_FAMILIES", "4"))
"""Families that are looked at."""


class Words:
    """Words that stand nowhere else, and whose they are."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.whose = dice, {}

    def word(self, of: str) -> str:
        made = "".join(self.dice.choice("bcdfgklmnprstvz") + self.dice.choice("aeiou") for _ in range(5)).capitalize()
        if made in self.whose:
            return self.word(of)
        self.whose[made] = of
        return made


def make_family(world, dice):
    """Make a complaint of one parent about a child, with the other parent in it, and papers about each."""
    words, procedure = Words(dice), dice.choice(("statutory", "corporate"))
    received = dice.choice((date(2026, 3, 2), date(2026, 6, 1)))
    said = f"It was {words.word('case')}."
    complaint = receive(
        world, procedure=procedure, received_on=received, account=f"About {words.word('case')}.",
        points=[(world.category, said)], complainant_name=f"Ada {words.word('mother')}", child_name=f"Kit {words.word('child')}",
    )  # fmt: skip
    people = {
        "mother": complaint.parties.get(capacity="complainant"),
        "child": complaint.parties.get(capacity="child"),
        "father": add(complaint, world, capacity="other", name=f"Bo {words.word('father')}", description="Father"),
        "panel": add(complaint, world, capacity="panel-member", name=f"Pat {words.word('panel')}"),
        "ombudsman": add(complaint, world, capacity="ombudsman", name="The Ombudsman"),
        "investigation": add(
            complaint, world, capacity="investigating-officer", name=f"Io {words.word('investigation')}"
        ),
    }
    protected = dice.choice(("mother", "father"))
    for name, party in people.items():
        hidden = f"{name}-hidden" if name == protected else f"{name}-address"
        street, town = f"{dice.randint(1, 99)} {words.word(hidden)} Road", words.word(hidden)
        street += f"\n{town}\nZ{dice.randint(1, 9)} {dice.randint(1, 9)}ZZ"
        live_at(party, world, "post", street, protected=name == protected)
        live_at(party, world, "email", f"{words.word(hidden).lower()}@post.example", protected=name == protected)
    papers = {
        name: add_paper(
            complaint, world, title=f"Paper about {name}", file_name="p.txt",
            content=f"A fact: {words.word(f'{name}-paper')}.".encode(),
        )
        for name in ("mother", "father")
    }  # fmt: skip
    for paper in papers.values():
        paper.third_party = True
        paper.save(update_fields=["third_party"])
    return SimpleNamespace(complaint=complaint, people=people, papers=papers, words=words, protected=protected)


def visible(content: bytes) -> str:
    """Return every word that is in a file, wherever: of a PDF what can be read in it, of a Word file every part."""
    if content.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(content)
        found = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        pdf.close()
        return found + content.decode("latin-1")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8")


def crossed(family, to, text, also=()):
    """Return the facts in a text that whoever it is for must not learn from it: protected ones, and those of the others."""
    plain = "".join(text.split()).casefold()
    own = {to, f"{to}-address", "case", *(("mother", "child") if to != "father" else ()), *also}
    if to in ("panel", "ombudsman", "investigation"):
        own |= {"mother", "child"}
    return sorted({of for word, of in family.words.whose.items() if word.casefold() in plain and of not in own})


def look_at_texts(family, world):
    """Merge every text of the complaint's procedure, for every reader, to either parent; return how many."""
    law = here().definition(family.complaint.procedure, family.complaint.received_on)
    count = 0
    for to in ("mother", "father"):
        for reader in READERS:
            known = merging.values(
                head(family.complaint, world.officer), family.people[to], reader, rule="", stage=1, on=ON
            )  # fmt: skip
            for rule in (*law.letters, *FREE):
                text = fields.merged(texts.shipped(texts.folder_of(law, rule, reader), rule, reader), known)
                assert crossed(family, to, text) == [], (rule, reader, to)
                count += 1
    return count


def send(family, world, dice, to, rule, reader, **more):
    """Write a letter, let it leave, look at it in every kind of file, and return what was looked at."""
    way = Letter.HAND if family.protected == to else dice.choice(WAYS)
    on_top = head(family.complaint, world.officer)
    text = fields.GAP.sub("nothing more", merging.begin(on_top, family.people[to], rule, reader, stage=1, on=ON))
    if "## Point 1" not in text:  # what somebody is told of a complaint that is not theirs, a person writes
        text += "\n\n## Point 1\n\nWe looked into this with care."
    given = {"recipient": family.people[to], "rule": rule, "stage": 1, "reader": reader, "way": way, "text": text}
    letter = letters.write(family.complaint, **(given | more), by=world.officer, at=AT)
    own = to if to in family.papers else "mother"
    for name, paper in family.papers.items():
        if letter.bundle and name != own:
            letters.enclose(
                letter, "document", paper.pk, out=True, left_out="It is about somebody else", by=world.officer, at=AT
            )
        elif name == own:
            one = letters.enclose(letter, "document", paper.pk, by=world.officer, at=AT)
            letters.clear(letter, one.pk, "It is about them", by=world.officer, at=AT)
    files = [rendering.looked_at(letter, kind, on_top, on=ON) for kind in rendering.FORMATS]
    let_go(letter, world)
    files.append(rendering.readers_copy(letter, by=world.officer))
    for message in Message.objects.filter(letter=letter):
        assert crossed(family, "nobody", message.subject + message.message_id) == []
        files.append(message.body.encode())
    for content in files:
        assert crossed(family, to, visible(content), (f"{own}-paper",)) == [], (rule, reader, to)
    return len(files)


def let_go(letter, world):
    """Approve a letter, by two people where that is needed."""
    letter.refresh_from_db()
    ticked = release.looked_over(letter, head(letter.complaint, world.officer), on=ON).warnings
    seen = {"digest": digest_of(letter, address_for(letter)), "ticked": ticked, "at": AT}
    if not release.approve(letter, head(letter.complaint, world.officer), **seen):
        assert needs_second(letter)
        seen["digest"] = digest_of(letter, address_for(letter))
        release.second(letter, head(letter.complaint, world.manager), **seen)


BUNDLES = {"panel": "panel", "ombudsman": "ombudsman", "investigation": "investigation"}


def look_at_family(world, dice, turn):
    """Look at one family: every text merged; some of them, in turn, as every kind of file; and one bundle."""
    family = make_family(world, dice)
    merged, files = look_at_texts(family, world), 0
    law = here().definition(family.complaint.procedure, family.complaint.received_on)
    rules = (*law.letters, *FREE)
    for to in ("mother", "father"):
        files += send(
            family, world, dice, to, rules[turn % len(rules)], READERS[(turn + turn // len(rules)) % len(READERS)]
        )
    to = tuple(BUNDLES)[turn % len(BUNDLES)]
    files += send(family, world, dice, to, Letter.BLANK, Letter.ADULT, bundle=to)
    assert Enclosure.objects.filter(letter__complaint=family.complaint).exists()
    return merged, files


@pytest.mark.django_db
@pytest.mark.parametrize("turn", range(FAMILIES))
def test_nothing_of_one_parent_reaches_the_other(turn, settings, tmp_path):
    settings.HEARD_HOME = tmp_path
    world = make_world()
    set_up(world)
    merged, files = look_at_family(world, random.Random(turn), turn)
    assert merged > 50 and files >= 15


def test_this_test_sees_a_fact_that_went_the_wrong_way():
    family = SimpleNamespace(words=SimpleNamespace(whose={"Bakolami": "father-address", "Duvite": "mother"}))
    assert crossed(family, "mother", "You live at 3 Bako-\nlami Road".replace("-", "")) == ["father-address"]
    assert crossed(family, "father", "Duvite said so") == ["mother"]
    assert crossed(family, "mother", "Duvite said so") == []


def test_every_letter_of_both_procedures_comes_to_a_turn():
    """500 families go through every letter of the two procedures, for every reader."""
    most = max(len(law.letters) for law in definitions() if law.procedure in ("statutory", "corporate")) + len(FREE)
    assert most * len(READERS) <= 500
