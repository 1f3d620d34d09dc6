from django.conf import settings
from django.db import models

from heard.record.models.address import Address
from heard.record.models.complaint import Complaint
from heard.record.models.document import Document
from heard.record.models.party import Party


class Letter(models.Model):
    """A letter to one party of a complaint. For a second party there is a second letter, approved by itself.

    `rule` is the id of the letter in the complaint's procedure, or of one that no procedure owes (`UPDATE`, `BLANK`). How far
    it came is read from its moments: written, approved, seconded where the case is sensitive, released, and for what is not
    sent by e-mail the day on which it was handed over. `records` is the event of the procedure that it is when it leaves, with
    the `outcome` of an answer and the reason `why`. `approved_digest` is of everything that was approved, so an approval
    does not outlive a change. `document` is the file that left. `bundle` says for whom papers are put together with it.
    """

    UPDATE, BLANK = "update", "blank"
    FREE = ((UPDATE, "An update"), (BLANK, "Another letter"))
    ADULT, CHILD, ADVOCATE, EASY_READ = "adult", "child", "advocate", "easy-read"
    READERS = ((ADULT, "An adult"), (CHILD, "A child"), (ADVOCATE, "An advocate"), (EASY_READ, "Easy read"))
    EMAIL, EMAIL_TEXT, POST, HAND = "email", "email-text", "post", "hand"
    WAYS = (
        (EMAIL, "By e-mail, with the letter attached"),
        (EMAIL_TEXT, "By e-mail, with the letter in its text"),
        (POST, "By post"),
        (HAND, "Handed over by somebody"),
    )
    BUNDLES = (("panel", "The review panel"), ("ombudsman", "The Ombudsman"), ("investigation", "The investigation"))

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="letters")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="letters")
    rule = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField(default=1)
    reader = models.CharField(max_length=20, choices=READERS)
    bundle = models.CharField(max_length=20, blank=True, choices=BUNDLES)
    way = models.CharField(max_length=20, choices=WAYS)
    large_print = models.BooleanField(default=False)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="+")
    records = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    why = models.TextField(blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=64, blank=True)
    handed_on = models.DateField(null=True)
    discarded_at = models.DateTimeField(null=True)
    talked_on = models.DateField(null=True)
    talked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["complaint", "written_at"]),
            models.Index(
                fields=["written_at"],
                condition=models.Q(released_at=None, discarded_at=None),
                name="letter_not_released",
            ),
            models.Index(
                fields=["released_at"],
                condition=models.Q(reader="child", talked_on=None),
                name="letter_to_talk_through",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(released_at=None) | (models.Q(approved_at__isnull=False) & ~models.Q(file="")),
                name="letter_released_as_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by=None) | ~models.Q(seconded_by=models.F("approved_by")),
                name="letter_seconded_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"Letter {self.pk}"


class Enclosure(models.Model):
    """A paper, or the text of a letter that left before, that goes with a letter, in order; or one that is `left_out` of a
    bundle, with the reason.

    What holds somebody else's facts goes only when somebody cleared it for this letter's recipient, and said why.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    earlier = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    left_out = models.CharField(max_length=300, blank=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["letter", "document"], name="enclosure_of_document_once"),
            models.UniqueConstraint(fields=["letter", "earlier"], name="enclosure_of_letter_once"),
            models.CheckConstraint(
                condition=models.Q(document=None, earlier__isnull=False)
                | models.Q(document__isnull=False, earlier=None),
                name="enclosure_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"Enclosure {self.place}"
