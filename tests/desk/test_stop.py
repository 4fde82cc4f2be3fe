import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.stop import Stop

ROOT = Path(__file__).parents[2]


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_items_end_where_it_was_pressed():
    with Stop() as stop:
        seen = []
        for number in stop.until_asked(iter(range(10))):
            seen.append(number)
            if number == 2:
                press()
    assert (seen, stop.asked) == ([0, 1, 2], True)


def test_waiting_for_the_next_item_ends():
    def items():
        yield 1
        press()
        yield 2

    with Stop() as stop:
        assert list(stop.until_asked(items())) == [1]
    assert stop.asked


def test_without_it_all_items_come():
    with Stop() as stop:
        assert list(stop.until_asked(iter(range(3)))) == [0, 1, 2]
    assert not stop.asked


def test_afterwards_it_interrupts_again():
    with Stop():
        pass
    with pytest.raises(KeyboardInterrupt):
        press()


def test_pressed_again_it_ends_the_process_at_once():
    program = (
        "import os, signal; from desk.stop import Stop\n"
        "with Stop():\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('still here', flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('not here', flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "still here\n")
    assert "stopped at once" in done.stderr
