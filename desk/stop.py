"""Ctrl-C, heard where it does no harm."""

import os
import signal
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self, TypeVar

from desk.consoles import progress_console
from desk.words import EXIT_STOPPED

T = TypeVar("T")


class Stop:
    """Whether Ctrl-C was pressed in this context, instead of a KeyboardInterrupt at any line of any library.

    SQLAlchemy, for one, answers that with an AssertionError. Pressed again, it ends the process at once: to the
    database that is a crash, which it bears, and the workers end with the process.
    """

    def __init__(self) -> None:
        """Begin with nothing pressed."""
        self.asked = False
        self._waiting = False
        self._answer = signal.getsignal(signal.SIGINT)

    def until_asked(self, items: Iterator[T]) -> Iterator[T]:
        """Yield items until Ctrl-C is pressed, be it while the next one is waited for."""
        while not self.asked:
            self._waiting = True
            try:
                item = next(items)
            except (StopIteration, KeyboardInterrupt):
                return
            finally:
                self._waiting = False
            yield item

    def __enter__(self) -> Self:
        signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._answer)

    def _hear(self, signal_number: int, frame: FrameType | None) -> None:
        if self.asked:
            progress_console().show_cursor()
            os.write(2, b"\ncopydesk: stopped at once; run the same again to go on\n")
            os._exit(EXIT_STOPPED)
        self.asked = True
        if self._waiting:
            raise KeyboardInterrupt  # else Python would go on waiting for input
