import io
import sys

from desk.words import counted, say, standard_input, visible


class Keyboard(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_what_steers_a_terminal_is_said_as_pictures(capsys):
    say("a\x1b]0;title\x07\r\x7f\x9b31m\tb")
    assert capsys.readouterr().err == "a␛]0;title␇␍␡\ufffd31m\tb\n"


def test_line_breaks_and_letters_stay():
    assert visible("Zoë\nÜber – 日本") == "Zoë\nÜber – 日本"


def test_numbers_come_with_their_noun():
    assert [counted(number, "article") for number in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_a_person_is_told_that_the_keyboard_is_read(monkeypatch, capsys):
    keyboard = Keyboard(io.BytesIO(b"x"))
    monkeypatch.setattr(sys, "stdin", keyboard)
    assert standard_input() is keyboard.buffer
    assert "Ctrl-D" in capsys.readouterr().err
