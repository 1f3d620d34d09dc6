"""What an e-mail's address and its lines may be: nothing that could become a second header or a second recipient."""

from __future__ import annotations

import re

LONGEST, LONGEST_NAME = 254, 64
"""The most characters of an address, and of the part before the @ (RFC 5321, 4.5.3.1)."""

_NAME = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def bare_address(typed: str) -> str:
    """Return the one e-mail address that was typed, its domain as mail servers write it (“bücher.example” becomes
    “xn--bcher-kva.example”).

    Raises ValueError with a sentence for anything else: a name beside it, a second address, an unseen character. Refused,
    though the standards know them, are quoted names, numbers in place of a domain, and “%” and “!”, by which old servers
    passed mail on.
    """
    address = typed.strip(" ")
    if len(address) > LONGEST:
        raise ValueError(f"An e-mail address has {LONGEST} characters or fewer.")
    name, at, domain = address.rpartition("@")
    if not at or not name or not domain:
        raise ValueError("Enter one e-mail address, such as name@example.org.")
    if not is_one_line(address) or any(one.isspace() or one in ',;:<>()[]"\\@' for one in name + domain):
        raise ValueError("Enter one e-mail address and nothing else: no name, no second address, no spaces.")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise ValueError("The part before the @ has something that mail servers do not take. Check the address.")
    return f"{name}@{_domain(domain)}"


def _domain(typed: str) -> str:
    try:
        domain = typed.lower() if typed.isascii() else typed.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise ValueError("The part after the @ is no name that mail can be sent to. Check the address.")
    return domain


def is_one_line(text: str) -> bool:
    """Answer whether a text is one line of characters that can be seen: no line break of any alphabet, no control."""
    return all(one.isprintable() or one == " " for one in text)
