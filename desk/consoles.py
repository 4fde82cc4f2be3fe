"""The consoles of rich that a person's words go to: colour only on a terminal, and not where NO_COLOR is set."""

import sys

from rich.console import Console as RichConsole


class Console(RichConsole):
    """A console that leaves a closed pipe to `desk.main`: rich would end the program as if it had failed."""

    def on_broken_pipe(self) -> None:
        """Let the BrokenPipeError at hand go on."""
        raise  # noqa: PLE0704  rich calls this while it handles the error

    @property
    def has_colour(self) -> bool:
        """Whether red and green can be told apart on it."""
        return self.color_system is not None and not self.no_color


def results() -> Console:
    """Return the console that results go to."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def progress_console() -> Console:
    """Return the console for progress: standard error."""
    return Console(stderr=True, highlight=False)
