"""What the runtime has to say goes to the logger `pivot_lsp.runtime`, which is imported when there is something to say:
a program whose vessels do well need not pay for it. Invariant: saying something never raises.
"""


def warn(text: str, *values: object) -> None:
    """Logs a warning."""
    _say("warning", text, values)


def fail(text: str, *values: object) -> None:
    """Logs an error."""
    _say("error", text, values)


def _say(level: str, text: str, values: tuple[object, ...]) -> None:
    try:
        import logging  # not above, as said there
    except ImportError:  # the interpreter is ending
        return
    getattr(logging.getLogger("pivot_lsp.runtime"), level)(text, *values)
