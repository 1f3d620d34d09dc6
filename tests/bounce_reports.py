"""Reports of mail that did not arrive, invented in the shapes in which mail servers write them."""

from __future__ import annotations

from collections.abc import Callable

ID = "0123456789abcdef0123456789abcdef@council.example"
OTHER = "20261124.report@mx.example.org"


def standard(
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
    message_id: str = ID,
    more: str = "",
    said: str = "Your message could not be delivered.",
) -> bytes:
    """Return a report as RFC 3464 has it. `more` is a further block, of another recipient."""
    return f"""Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example.org>
To: complaints@council.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{OTHER}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

{said}

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Queue-ID: 4711

Final-Recipient: rfc822; sam@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
{more}
--edge
Content-Type: {returned}

From: complaints@council.example
To: sam@example.org
Subject: An update from the council
Message-ID: <{message_id}>

Dear Sam
--edge--
""".replace("\n", "\r\n").encode()


def plain(sender: str, said: str, returned: str, subject: str = "failure notice", headers: str = "") -> bytes:
    """Return a report that is one text for people, with what it returns below."""
    return f"""Return-Path: <>
From: {sender}
To: complaints@council.example
Subject: {subject}
Message-ID: <{OTHER}>
{headers}Content-Type: text/plain; charset=utf-8

{said}

{returned}
""".encode()


RETURNED = f"""From: complaints@council.example
To: sam@example.org
Subject: An update from the council
Message-ID: <{ID}>

Dear Sam
"""

QMAIL = plain(
    "MAILER-DAEMON@mx.example.org",
    "Hi. This is the qmail-send program at mx.example.org.\nI'm afraid I wasn't able to deliver your message to the "
    "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<sam@example.org>:\n"
    "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown\n",
    "--- Below this line is a copy of the message.\n\n" + RETURNED,
)
EXIM = plain(
    "Mail Delivery System <Mailer-Daemon@mx.example.org>",
    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered "
    "to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
    "  sam@example.org\n    host mx.example.org: 550 Mailbox unavailable\n",
    "------ This is a copy of the message, including all the headers. ------\n\n" + RETURNED,
    "Mail delivery failed: returning message to sender",
    "X-Failed-Recipients: sam@example.org\n",
)
EXIM_DELAY = plain(
    "Mail Delivery System <Mailer-Daemon@mx.example.org>",
    "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered "
    "to one or more of its\nrecipients after more than 24 hours on the queue. No action is required on your part.\n",
    RETURNED,
    "Warning: message delayed 24 hours",
)
SENDMAIL = plain(
    "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>",
    "   ----- The following addresses had permanent fatal errors -----\n<sam@example.org>\n\n"
    "   ----- Transcript of session follows -----\n550 5.1.1 <sam@example.org>... User unknown\n",
    "   ----- Original message follows -----\n\n" + RETURNED,
    "Returned mail: User unknown",
)
EXCHANGE = plain(
    "postmaster@example.org",
    "Delivery has failed to these recipients or groups:\n\nsam@example.org\nThe address you entered couldn't be found.\n\n"
    "Diagnostic information for administrators:\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found ##\n",
    "Original message headers:\n\n" + RETURNED.replace("Message-ID: <", "Message-ID:\n <"),
    "Undeliverable: An update from the council",
)
QUOTED = plain("postmaster@example.org", "The user does not exist.", RETURNED.replace("\n", "\n> "))

SHAPES: dict[str, tuple[bytes, bool, str]] = {
    "standard": (standard(), True, "5.1.1"),
    "headers only": (standard(returned="text/rfc822-headers"), True, "5.1.1"),
    "a full mailbox": (standard(status="5.2.2 (mailbox full)"), True, "5.2.2"),
    "action in capitals": (standard(action="Failed"), True, "5.1.1"),
    "a delay": (standard(action="delayed", status="4.4.7"), False, "4.4.7"),
    "without a status": (standard(status=""), True, ""),
    "two recipients, one of whom has it": (
        standard("delivered", "2.0.0", more="\nFinal-Recipient: rfc822; x@example.org\nAction: failed\nStatus: 5.1.1\n"),
        True,
        "5.1.1",
    ),
    "with line feeds only": (standard().replace(b"\r\n", b"\n"), True, "5.1.1"),
    "with text before its first part": (standard().replace(b"--edge", b"This is for old programs.\r\n--edge", 1), True, "5.1.1"),
    "qmail": (QMAIL, True, "5.1.1"),
    "exim": (EXIM, True, "550"),
    "exim, delayed": (EXIM_DELAY, False, ""),
    "sendmail": (SENDMAIL, True, "5.1.1"),
    "exchange": (EXCHANGE, True, "5.1.10"),
    "quoted": (QUOTED, True, ""),
}  # fmt: skip
"""Name → a report about the message with ID, whether it is final, and its number."""

REPLY = f"""From: Sam <sam@example.org>
To: complaints@council.example
Subject: Re: An update from the council
In-Reply-To: <{ID}>
References: <{ID}>

Thank you. The kettle could not be delivered, it does not exist. My mailbox is full of 550 letters.
""".encode()
FORWARD = f"""From: Sam <sam@example.org>
Subject: Fwd: An update from the council

It was undeliverable.
Message-ID: <{ID}>
""".encode()
AWAY = f"""From: Sam <sam@example.org>
Return-Path: <>
Subject: Automatic reply: An update from the council
Auto-Submitted: auto-replied
In-Reply-To: <{ID}>

I am away until Monday.
""".encode()

NONE: dict[str, bytes] = {
    "nothing": b"",
    "a reply": REPLY,
    "a message that is passed on": FORWARD,
    "an automatic answer": AWAY,
    "it arrived": standard("delivered", "2.0.0"),
    "it was passed on": standard("relayed", "2.0.0"),
    "a report of nothing": standard(action=""),
    "no message returned": standard().partition(b"Content-Type: message/rfc822")[0] + b"\r\n--edge--",
    "an ID that is none": standard(message_id="no id at all"),
    "bytes": bytes(range(256)) * 40,
    "zeroes": b"\0" * 10_000,
    "a machine that says nothing": plain("mailer-daemon@example.org", "Hello.", RETURNED),
    "a machine that names no message": plain("mailer-daemon@example.org", "User unknown.", ""),
}
"""Name → what is no report, or not one that says anything about a message of ours."""


def nested(deep: int) -> bytes:
    """Return a report inside a message inside a message …"""
    return b"Content-Type: message/rfc822\r\n\r\n" * deep + standard()


def many(parts: int) -> bytes:
    """Return a message of very many parts."""
    return b'Content-Type: multipart/mixed; boundary="e"\r\n\r\n' + b"--e\r\n\r\nx\r\n" * parts + b"--e--"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep": lambda: nested(5_000),
    "many parts": lambda: many(50_000),
    "many blocks": lambda: standard(more="\n\nAction: failed" * 30_000),
    "a long header": lambda: b"From: postmaster" + b" x" * 400_000 + b"\r\n\r\nUser unknown",
    "many IDs": lambda: plain("postmaster@example.org", "User unknown", "> " * 200_000 + "Message-ID: <" * 30_000),
    "folded for ever": lambda: b"From: postmaster@x\r\n" + b" \r\n" * 300_000,
    "spaces": lambda: plain("postmaster@example.org", "message-id:" + " " * 500_000, "User unknown"),
    "an unknown alphabet": lambda: standard().replace(b"us-ascii", b"utf-7\xff"),
    "broken base64": lambda: standard().replace(b"Content-Type: text/plain", b"Content-Transfer-Encoding: base64\r\nX: y"),
    "an endless ID": lambda: standard(message_id="a" * 300_000),
}  # fmt: skip
