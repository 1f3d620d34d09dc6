"""The three ways in which a message is not sent. Each message is a sentence of ours: nothing that a server said is in it
but its numbers, since servers repeat addresses."""


class NotNowError(Exception):
    """It may go another time: nobody answered, or the server said that it is busy."""


class RefusedError(Exception):
    """The server said for good that it does not reach this recipient."""


class CannotError(Exception):
    """It can never be sent as it is, and nothing left this machine."""
