import os
import signal
import subprocess
import sys

from desk.workers import cleaning_pool, deaf, mute
from pipeline.article import Kept, RawPage

ASK = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"


def test_what_starts_meanwhile_is_deaf_and_this_process_is_not():
    answer = signal.getsignal(signal.SIGINT)
    with deaf():
        assert subprocess.check_output([sys.executable, "-c", ASK]) == b"True\n"
    assert subprocess.check_output([sys.executable, "-c", ASK]) == b"False\n"
    assert signal.getsignal(signal.SIGINT) is answer


def test_what_starts_meanwhile_is_mute_and_this_process_is_not(capfd):
    with mute():
        child = subprocess.Popen(["sh", "-c", "read x; echo child >&2"], stdin=subprocess.PIPE)
    os.write(2, b"parent\n")
    child.communicate(b"\n")
    assert capfd.readouterr().err == "parent\n"


def test_the_pool_cleans():
    with cleaning_pool(1) as pool:
        (outcome,) = pool.clean_all([RawPage("", b"The lake froze.", "text/plain")])
    assert isinstance(outcome, Kept)
