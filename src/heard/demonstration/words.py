"""The words of the demonstration's cases under the statutory procedure, and what a story is. Nobody in them exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """What somebody complained about. `who` is what they are to the child; `points` are (category, the point's words).

    Teams and categories are keys of `settings.Council`. `child` is empty where the child complains.
    """

    name: str
    who: str
    child: str
    team: str
    channel: str
    account: str
    points: tuple[tuple[str, str], ...]


STATUTORY_STORIES = {
    "visits": Story(
        "Jade Sample", "Young person", "", "care", "Telephone",
        "My social worker said she would come every month. She has not come since the summer and nobody rings me back.",
        (("communication", "Nobody rang back when I asked when the next visit is."), ("support", "Visits were missed.")),
    ),
    "bedroom": Story(
        "Callum Pretend", "Young person", "", "care", "In person",
        "I was told I would have a room of my own in the new place. I share with a boy I do not know.",
        (("placement", "The room is not what I was told."),),
    ),
    "savings": Story(
        "Amira Example", "Care leaver", "", "leaving care", "Email",
        "I turned 18 and should have had my savings. I have asked three people and each sends me to the next one.",
        (("money", "My savings were not paid to me."), ("communication", "Everybody sends me to somebody else.")),
    ),
    "contact-centre": Story(
        "Lena Invented", "Parent", "Bo", "care", "Letter",
        "The times of my visits with Bo were changed twice without asking me. I had to leave work early for nothing.",
        (("contact", "Visits were moved without asking."),),
    ),
    "wheelchair": Story(
        "Gareth Makebelieve", "Parent", "Tilly", "disability", "Email",
        "Tilly was assessed for help at home in spring. We still have no answer and I lift her alone.",
        (("delay", "No decision after the assessment."), ("support", "No help while we wait.")),
    ),
    "short-breaks": Story(
        "Nadia Sample", "Parent", "Yusuf", "disability", "Web form",
        "Our short breaks were cut from two weekends to one. The letter does not say why, or how to ask again.",
        (("decision", "Short breaks were cut without reasons."),),
    ),
    "foster-pay": Story(
        "Ruth Pretend", "Foster carer", "Finn", "fostering", "Email",
        "The allowance for Finn has been wrong for four months. I am owed a good deal of money.",
        (("money", "The allowance is wrong."), ("delay", "Nobody has put it right since I told them.")),
    ),
    "life-story": Story(
        "Mo Invented", "Care leaver", "", "leaving care", "Web form",
        "I asked for my life story book. I was told that it is lost, and then that it never existed.",
        (("record", "I was told two different things about my book."), ("support", "I still have no book.")),
    ),
    "moved": Story(
        "Ella Example", "Young person", "", "care", "In person",
        "I was moved on a Friday evening with my things in bags. Nobody told me before that day.",
        (("placement", "I was moved without warning."), ("conduct", "My things were packed by somebody else.")),
    ),
    "report-wrong": Story(
        "Dean Sample", "Parent", "Isla", "assessment", "Letter",
        "The assessment says that I missed four meetings. I was never asked to two of them and have the letters.",
        (("record", "The assessment has mistakes in it."), ("decision", "The plan was built on those mistakes.")),
    ),
    "grandchild": Story(
        "Pat Makebelieve", "Grandparent", "Joe", "care", "Letter",
        "We asked to be assessed to look after Joe. Nobody answered until he was with strangers.",
        (("delay", "Our offer was not answered."), ("communication", "We were not told what was decided.")),
    ),
    "pocket-money": Story(
        "Kian Invented", "Child", "", "care", "In person",
        "The other children get their pocket money on Saturday. Mine comes late and I have to ask.",
        (("money", "My pocket money is late."),),
    ),
    "tone": Story(
        "Sara Pretend", "Parent", "Leo", "assessment", "Telephone",
        "The worker shouted at me in front of Leo and said I was wasting her time.",
        (("conduct", "The worker shouted in front of my son."),),
    ),
    "special-guardian": Story(
        "Joan Example", "Special guardian", "Kit", "fostering", "Email",
        "The support plan for Kit promised help with therapy. It was agreed last year and has not begun.",
        (("support", "Therapy in the plan has not begun."),),
    ),
    "flat": Story(
        "Tyrese Makebelieve", "Care leaver", "", "leaving care", "Email",
        "My flat has damp on two walls. My adviser knew before I moved in.",
        (("support", "I was moved into a damp flat."), ("conduct", "My adviser knew and did not say.")),
    ),
    "passport": Story(
        "Zara Sample", "Young person", "", "care", "Web form",
        "My class went to France and I could not go, because nobody had asked for my passport in time.",
        (("delay", "My passport was not asked for in time."),),
    ),
    "school-move": Story(
        "Hollie Pretend", "Parent", "Max", "care", "Email",
        "Max had to change school in the middle of his exams, because the placement ended. Nobody planned for it.",
        (("placement", "The placement ended in the middle of exams."), ("communication", "His school was not told.")),
    ),
    "letters": Story(
        "Ben Invented", "Parent", "Rosie", "assessment", "Letter",
        "Letters about Rosie go to my old address. My neighbour has read two of them.",
        (("privacy", "Letters went to the wrong house."),),
    ),
    "equipment": Story(
        "Farah Example", "Parent", "Idris", "disability", "Email",
        "The bed that Idris needs was agreed in winter. It has been ordered wrongly twice.",
        (("delay", "The bed was ordered wrongly, twice."), ("support", "Idris sleeps on a mattress.")),
    ),
    "sisters": Story(
        "Mia Makebelieve", "Young person", "", "care", "Telephone",
        "I see my sisters four times a year. The plan says every month.",
        (("contact", "I do not see my sisters as the plan says."),),
    ),
    "overnight": Story(
        "Colin Sample", "Relative", "Ash", "assessment", "Letter",
        "Ash stayed with us for a year without any help. We were told that this was a family matter.",
        (("decision", "We were refused help as carers."), ("money", "We were paid nothing for a year.")),
    ),
    "ended": Story(
        "Vera Invented", "Foster carer", "Noor", "fostering", "Letter",
        "Noor was taken from us after six years with two days of notice. We were not heard.",
        (("decision", "The placement was ended without hearing us."), ("communication", "Two days of notice.")),
    ),
    "pathway": Story(
        "Reece Pretend", "Care leaver", "", "leaving care", "Web form",
        "My pathway plan was written without me. It says I want to be a plumber. I do not.",
        (("record", "The plan does not say what I want."), ("communication", "I was not asked.")),
    ),
    "review": Story(
        "Anya Example", "Parent", "Cass", "care", "Email",
        "The review of Cass went on without us, because the invitation came the day after.",
        (("communication", "The invitation came after the meeting."),),
    ),
    "respite": Story(
        "Owen Makebelieve", "Parent", "Ted", "disability", "Letter",
        "We were promised a carer on Saturdays. In half a year she came five times.",
        (("support", "The carer came five times."), ("decision", "We were then told that we do not need her.")),
    ),
    "adoption-file": Story(
        "Grace Sample", "Adopter", "Sunny", "adoption", "Email",
        "We were not told about Sunny's health before she came to us. It was in the file.",
        (("record", "What was in the file was kept from us."), ("support", "We were left alone with it.")),
    ),
    "half-brother": Story(
        "Luca Pretend", "Young person", "", "care", "In person",
        "I found out by accident that my brother lives in the next street. Nobody told me that I may see him.",
        (("contact", "I was not told that I may see my brother."),),
    ),
}  # fmt: skip
"""Key of a case → its story."""
