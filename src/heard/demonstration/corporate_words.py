"""The words of the demonstration's other cases: corporate complaints, SEND, comments and compliments."""

from __future__ import annotations

from heard.demonstration.words import Story

CORPORATE_STORIES = {
    "no-reply": Story(
        "Kay Example", "Parent", "Milo", "early help", "Web form",
        "I left six messages with the family worker. None was answered.",
        (("communication", "Six messages were not answered."),),
    ),
    "conference": Story(
        "Ray Invented", "Parent", "Elsie", "assessment", "Letter",
        "The papers for the conference came that morning. I could not read them before I sat down.",
        (("delay", "The papers came on the day."), ("decision", "The conference went on all the same.")),
    ),
    "overheard": Story(
        "Tess Makebelieve", "Parent", "Ivy", "front door", "Telephone",
        "Two workers talked about us in the café beside the office. A friend of mine heard our name.",
        (("privacy", "Our family was talked about in public."),),
    ),
    "foster-panel": Story(
        "Hugh Sample", "Foster carer", "", "fostering", "Email",
        "Our assessment as foster carers has taken a year. Each worker starts again from the beginning.",
        (("delay", "The assessment has taken a year."), ("communication", "We are asked the same each time.")),
    ),
    "rude": Story(
        "Beth Pretend", "Parent", "Alfie", "early help", "Telephone",
        "The worker laughed when I said that I was tired. I will not meet him again.",
        (("conduct", "The worker laughed at me."),),
    ),
    "closed": Story(
        "Ian Example", "Parent", "Nell", "early help", "Email",
        "Our help was ended because we missed one call. I was at work and nobody tried again.",
        (("decision", "Help was ended after one call."), ("communication", "Nobody tried a second time.")),
    ),
    "old-address": Story(
        "Jo Invented", "Parent", "Sid", "front door", "Letter",
        "A letter about my son went to his father, who must not know where we live.",
        (("privacy", "Our address was given away."),),
    ),
    "waiting-room": Story(
        "Lou Sample", "Professional", "Remy", "front door", "Web form",
        "I referred a family and was told nothing for six weeks. As their health visitor I need to know.",
        (("communication", "My referral was not answered."),),
    ),
    "parking": Story(
        "Al Makebelieve", "Relative", "Dot", "early help", "Web form",
        "I was fined in the car park of the centre while I waited for a meeting that began late.",
        (("delay", "The meeting began an hour late."), ("money", "I was fined because of it.")),
    ),
    "neighbour": Story(
        "Bea Pretend", "Relative", "Gus", "front door", "Telephone",
        "I told you about my nephew. His mother knew within a day that it was me.",
        (("privacy", "I was named as the one who told."),),
    ),
    "stairs": Story(
        "Cy Example", "Parent", "Wren", "early help", "Email",
        "The group is on the second floor and the lift is broken. I cannot come with a pushchair.",
        (("support", "I cannot reach the group."),),
    ),
    "two-workers": Story(
        "Di Invented", "Parent", "Ozzy", "assessment", "Email",
        "We had five workers in one year. I have told our story five times.",
        (("support", "Five workers in a year."), ("communication", "Nobody reads what is on file.")),
    ),
    "apology": Story(
        "Ed Sample", "Grandparent", "Fern", "assessment", "Letter",
        "The reply to my complaint says sorry and then that nothing was wrong. I want to know which.",
        (("communication", "The reply contradicts itself."), ("decision", "My questions were not answered.")),
    ),
    "minutes": Story(
        "Flo Makebelieve", "Parent", "Huw", "assessment", "Email",
        "The minutes of our meeting leave out what my sister said. She was there for half an hour.",
        (("record", "The minutes leave things out."),),
    ),
    "helpline": Story(
        "Gil Pretend", "Parent", "Una", "front door", "Web form",
        "I held the line for fifty minutes at night and was cut off. I was worried about my daughter.",
        (("communication", "I was cut off at night."), ("support", "Nobody rang back.")),
    ),
    "referral": Story(
        "Hal Example", "Parent", "Pip", "early help", "Letter",
        "We were sent away because we live one street too far. The leaflet says that everybody is welcome.",
        (("decision", "We were sent away."),),
    ),
    "late-plan": Story(
        "Iris Invented", "Parent", "Theo", "plans", "Email",
        "Theo's plan was due in spring. He starts his new school without one.",
        (("plan delay", "The plan is late."), ("communication", "No one can say when it will come.")),
    ),
    "section-f": Story(
        "Jan Sample", "Parent", "Romy", "send", "Email",
        "The plan says an hour of speech therapy a week. Romy has had three hours since it was signed.",
        (("plan content", "What the plan says is not given."),),
    ),
    "no-caseworker": Story(
        "Kim Makebelieve", "Parent", "Ezra", "send", "Web form",
        "Our caseworker left in the summer. We were not told, and my e-mails went to nobody.",
        (("communication", "We have no caseworker."), ("plan delay", "The annual review was not held.")),
    ),
    "taxi": Story(
        "Len Pretend", "Parent", "Vi", "send", "Telephone",
        "The taxi to school comes late three days a week. Vi misses the start of her lessons.",
        (("support", "The taxi is late."),),
    ),
    "tuition": Story(
        "May Example", "Parent", "Jude", "plans", "Email",
        "Jude has been without a school since half-term. He was to have a tutor. Nobody has come.",
        (("support", "No tutor has come."), ("communication", "Nobody tells us why.")),
    ),
    "draft": Story(
        "Ned Invented", "Parent", "Zoe", "plans", "Letter",
        "The draft plan has another child's name on two pages.",
        (("privacy", "Another child's name is in our plan."), ("plan content", "The draft is not about Zoe.")),
    ),
}  # fmt: skip
"""Key of a case → its story."""

COMMENTS = {
    "evening": (
        "early help",
        "Please hold the parents' group in the evening once a month. Those of us who work miss it.",
    ),
    "letters-plain": ("assessment", "Your letters are hard to read. Short sentences would help my mother."),
    "toys": ("front door", "The waiting room has toys for small children only. My son is twelve and was bored."),
    "text": ("send", "A text message when our caseworker changes would save many calls."),
    "map": ("fostering", "The map on the letter shows the old entrance. We walked around the building twice."),
    "photo": ("care", "Could each child have a photo of the new social worker before the first visit?"),
}
"""Key of a comment → (team, its words)."""

COMPLIMENTS = {
    "listened": ("care", "Young person", "You listened to me and did what you said. Thank you."),
    "calm": ("front door", "Parent", "The worker on the phone stayed calm when I could not."),
    "plan": ("plans", "Parent", "The plan reads as if somebody has met my son. It is the first time."),
    "court": ("assessment", "Professional", "A clear and fair report, in time. It helped the court and the family."),
    "birthday": (
        "fostering",
        "Foster carer",
        "Our supporting worker remembered the birthday. It meant a lot to us all.",
    ),
    "job": ("leaving care", "Care leaver", "I got the job. You practised the interview with me four times."),
    "home": ("disability", "Parent", "The bed came, and two people came with it to show us how it works."),
}
"""Key of a compliment → (team, who it came from, its words)."""
