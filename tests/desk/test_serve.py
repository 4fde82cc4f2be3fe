import re
import signal
import socket
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from db.store import Store

pytest.importorskip("datasette", reason="copydesk serve needs the extra `web`: make setup installs it")


def test_without_datasette_it_says_what_to_install(run, stored, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("serve")
    assert result.exit_code == 3
    assert "make setup installs it in the checkout" in result.stderr


def test_only_files_are_shown(run, here):
    result = run("serve", "--db", "postgresql+psycopg://ann:secret@localhost/news")
    assert result.exit_code == 3
    assert (
        "copydesk serve works on a file of SQLite, not on postgresql+psycopg://ann:***@localhost/news" in result.stderr
    )


def test_a_database_that_is_not_there_is_told_as_everywhere(run, here):
    result = run("serve", "--db", "none.db")
    assert result.exit_code == 3
    assert "load something first" in result.stderr
    assert not (here / "none.db").exists()


def test_a_port_in_use_is_told_with_what_to_do(run, stored):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 3
    assert f"cannot listen on 127.0.0.1, port {port}" in result.stderr
    assert "--port 0 for a free one" in result.stderr


def test_a_host_that_is_not_ours_is_told(run, stored):
    assert "cannot listen on 192.0.2.1" in run("serve", "--host", "192.0.2.1").stderr
    assert "cannot listen on" in run("serve", "--host", "x" * 300).stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(copydesk_served, number):
    process, address = copydesk_served("copydesk.db")
    assert "<h1>3 articles</h1>" in read(address)
    assert "<svg" in read(address + "desk/icon.svg")
    process.send_signal(number)
    assert process.wait(60) == 0
    assert process.stderr.read() == b"stopped\n"


def test_what_is_loaded_meanwhile_is_there(copydesk_served, here, news, desk):
    """And what writes is not kept from it: the pages hold no lock."""
    _, address = copydesk_served("copydesk.db")
    assert "Nothing found" in read(address + "search?q=newcomers")
    (here / "page.html").write_text(news("Newcomers arrive at the quay"))
    assert desk.run("load", "page.html")[0] == 0
    assert "1 article for" in read(address + "search?q=newcomers")


def test_a_path_with_signs_of_an_address_can_be_served(copydesk_served, here):
    name = "a?b#c%20 d.db"
    Store.open(here / name).close()
    _, address = copydesk_served(name)
    assert "0 articles" in read(address)
    assert "alembic_version" in read(address + "data")


def test_a_page_of_the_web_cannot_pass_for_this_machine(copydesk_served):
    """Whoever is called 127.0.0.1 only after its page was loaded: the browser sends the name it was loaded by."""
    _, address = copydesk_served("copydesk.db")
    asked = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert (refused.value.code, b"Harbour" in refused.value.read()) == (403, False)
    refused.value.close()
    assert "<h1>3 articles</h1>" in read(address)


def test_what_is_too_long_for_an_address_is_refused(copydesk_served):
    _, address = copydesk_served("copydesk.db")
    with pytest.raises((urllib.error.HTTPError, ConnectionError)) as refused:
        read(address + "search?q=" + "ice+" * 250_000)
    if isinstance(refused.value, urllib.error.HTTPError):
        assert refused.value.code == 400
        refused.value.close()
    assert "<h1>3 articles</h1>" in read(address)


@pytest.fixture
def copydesk_served(desk, stored):
    """Serve a database of the working directory as a process of its own; return the process and where."""

    def serve(name):
        process = desk.start("serve", "--db", name, "--port", 0)
        line = process.stderr.readline().decode()
        assert line.startswith(f"{name} is at http://127.0.0.1:")
        assert line.endswith("/, stop with Ctrl-C\n")
        return process, re.search(r"http://[^ ,]+/", line).group()

    return serve


def read(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()
