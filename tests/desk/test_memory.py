"""The memory in people's hands: looked at, corrected, carried over."""

import json

import pytest

from pipeline.memory import fingerprint

FOOTER = "The Quay Courier, all that floats and some that sinks"
TEXTS = "SELECT id, text FROM article ORDER BY id"
LAST = "She said the harbour would pay for it."


@pytest.fixture
def place(here):
    return here / "copydesk.db"


@pytest.fixture
def with_footer(place, rows):
    return lambda: [number for number, text in rows(place, TEXTS) if FOOTER in text]


@pytest.fixture
def load(run, record):
    def load(*numbers, options=(), **more):
        result = run("load", "-", *options, stdin="".join(record(number, **more) for number in numbers))
        assert result.exit_code == 0, result.stderr

    return load


def listed(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestListing:
    def test_the_sites(self, run, load):
        load(0, 1, 2)
        load(3, host="other.example")
        run("memory", "cut", "other.example", "Heed the quay")
        found = {site["site"]: site for site in listed(run("memory", "list", "--json"))}
        quay, other = found["quay.example"], found["other.example"]
        assert (quay["articles"], quay["own"], quay["rulings"]) == (3, 1, 0)
        assert (other["articles"], other["own"], other["rulings"]) == (1, 0, 1)
        assert quay["lines"] > 3
        lines = run("memory", "list").stdout.splitlines()
        assert lines[0].split() == ["site", "articles", "lines", "its", "own", "rulings"]
        assert [line.split()[0] for line in lines[1:]] == ["other.example", "quay.example"]

    def test_the_lines_of_a_site(self, run, load):
        load(0, 1, 2)
        (line,) = listed(run("memory", "list", "www.Quay.example", "--json"))
        assert line == {
            "site": "quay.example",
            "id": f"{fingerprint(FOOTER) % 2**64:016x}",
            "articles": 3,
            "first": 0,
            "last": 3,
            "own": True,
            "ruling": None,
            "text": FOOTER,
        }
        heading, words = run("memory", "list", "quay.example").stdout.splitlines()
        assert heading.startswith("id ")
        assert words.split() == [line["id"][:10], "3", "0", "3", "yes", *FOOTER.split()]

    def test_all_lines(self, run, load):
        load(0, 1)
        result = run("memory", "list", "quay.example")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "copydesk memory list quay.example --all" in result.stderr
        found = listed(run("memory", "list", "quay.example", "--all", "--json"))
        assert (found[0]["articles"], found[0]["own"], found[0]["text"]) == (2, False, None)
        assert "(text not kept)" in run("memory", "list", "quay.example", "--all").stdout

    def test_nothing_learnt(self, run, load, stored):
        assert run("memory", "list", "nowhere.example").exit_code == 1
        assert "nothing is stored of nowhere.example in copydesk.db" in run("memory", "list", "nowhere.example").stderr

    def test_a_database_that_is_not_there_is_not_made(self, run, place):
        for arguments in (("list",), ("cut", "a.example", "A line"), ("export",)):
            assert run("memory", *arguments).exit_code == 3
        assert not place.exists()

    def test_no_letter_of_a_page_steers_the_terminal(self, run, load):
        load(0)
        run("memory", "cut", "quay.example", "red \x1b[31m line")
        assert "\x1b" not in run("memory", "list", "quay.example").stdout


class TestRuling:
    def test_keep_brings_a_line_back_and_forget_takes_it_out_again(self, run, load, with_footer):
        load(0, 1, 2)
        assert with_footer() == []
        result = run("memory", "keep", "quay.example", FOOTER.upper() + "!")
        assert result.stdout.splitlines() == [
            "1 line of quay.example: never taken out",
            "3 articles are due: run copydesk reclean",
        ]
        run("reclean")
        assert with_footer() == [1, 2, 3]
        (line,) = listed(run("memory", "list", "quay.example", "--json"))
        assert (line["own"], line["ruling"]) == (True, "keep")
        load(3)  # a load honours it as well
        assert with_footer() == [1, 2, 3, 4]
        assert run("memory", "forget", "quay.example", line["id"][:10]).exit_code == 0
        run("reclean")
        assert with_footer() == []

    def test_cut_takes_out_what_the_memory_does_not_know_yet(self, run, load, with_footer, place, rows):
        load(0)
        assert with_footer() == [1]
        result = run("memory", "cut", "https://www.quay.example/0", FOOTER, "--json")
        assert json.loads(result.stdout) == {"site": "quay.example", "rulings": 1, "due": 1}
        run("reclean")
        assert with_footer() == []
        assert rows(place, "SELECT DISTINCT rule FROM edit WHERE before LIKE '%floats%'") == [("is_struck_out",)]

    def test_it_holds_against_a_file(self, run, load, with_footer, lay_down):
        sites = lay_down(f'site = "quay.example"\nkeep = ["{FOOTER}"]')
        load(0, options=("--sites", sites))
        run("memory", "cut", "quay.example", FOOTER)
        run("reclean", "--sites", sites)
        assert with_footer() == []

    def test_a_saved_page_is_cleaned_with_it_at_once(self, run, courier, here, with_footer):
        for number in range(2):
            head = f'<link rel="canonical" href="https://quay.example/{number}">'
            (here / f"{number}.html").write_text(courier(number, head))
        run("load", "0.html")
        run("memory", "cut", "quay.example", FOOTER)
        run("load", "1.html")
        assert with_footer() == []

    def test_lines_from_standard_input(self, run, load, place, rows):
        load(0)
        result = run("memory", "cut", "quay.example", "-", stdin="First line here\n\n  Second line here \n")
        assert result.stdout.startswith("2 lines of quay.example: always taken out")
        assert rows(place, "SELECT line FROM ruling ORDER BY line") == [("First line here",), ("Second line here",)]

    def test_a_line_that_begins_with_a_dash(self, run, load, place, rows):
        load(0)
        assert run("memory", "cut", "quay.example", "--", "-- advert --").exit_code == 0
        assert rows(place, "SELECT line FROM ruling") == [("-- advert --",)]

    def test_a_line_that_nobody_has_is_told(self, run, load):
        load(0)
        assert "no remembered line of quay.example reads 'Heed the quya'" in (
            run("memory", "cut", "quay.example", "Heed the quya").stderr
        )
        assert run("memory", "keep", "quay.example", FOOTER).stderr == ""

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (("12.5 %",), "'12.5 %' has no letters to know a line by"),
            (("Heed the quay", "7"), "'7' has no letters to know a line by"),
            (
                ("0123456789",),
                "no line of quay.example has the id 0123456789; `copydesk memory list quay.example --all`",
            ),
            ((), "Missing argument"),
        ],
    )
    @pytest.mark.parametrize("verb", ["cut", "keep", "forget"])
    def test_wrong_usage(self, run, load, place, rows, *, verb, lines, message):
        load(0)
        result = run("memory", verb, "quay.example", *lines)
        assert result.exit_code == 2
        assert message in " ".join(result.stderr.split())
        assert rows(place, "SELECT * FROM ruling") == []

    @pytest.mark.parametrize("verb", ["cut", "keep", "forget"])
    def test_no_such_site(self, run, stored, verb):
        result = run("memory", verb, "nowhere.example", "Heed the quay")
        assert result.exit_code == 1
        assert result.stderr.startswith("nothing is stored of nowhere.example in copydesk.db; `copydesk memory list`")

    def test_nothing_to_take_back(self, run, load):
        load(0)
        result = run("memory", "forget", "quay.example", FOOTER)
        assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "0 rulings taken back")


class TestCarrying:
    def test_a_new_database_knows_from_the_first_article_on(self, run, load, with_footer, here, place):
        load(0, 1, 2)
        run("memory", "keep", "quay.example", "Another line of it")
        run("memory", "export", "-o", "memory.jsonl")
        place.unlink()
        result = run("memory", "import", "memory.jsonl")
        assert result.exit_code == 0
        assert result.stdout.startswith("1 new site, 0 brought together; ")
        assert "1 ruling taken over" in result.stdout
        load(3)
        assert with_footer() == []

    def test_from_pipe_to_pipe(self, run, load):
        load(0, 1, 2)
        exported = run("memory", "export").stdout
        result = run("memory", "import", "-", "--json", "--db", "other.db", stdin=exported)
        report = json.loads(result.stdout)
        assert report.pop("lines") == exported.count("\n") - 2  # but for those of the format and of the site
        assert report == {"sites": 1, "merged": 0, "rulings": 0, "due": 0}
        assert run("memory", "export", "--db", "other.db").stdout.count("\n") == exported.count("\n")

    def test_a_wrong_file_is_told_with_its_line_and_nothing_is_imported(self, run, load, here, place, rows):
        load(0, 1, 2)
        lines = run("memory", "export").stdout.splitlines()
        lines[3] = lines[3].replace('"first": ', '"first": 99')
        (here / "memory.jsonl").write_text("\n".join(lines))
        result = run("memory", "import", "memory.jsonl", "--db", "other.db")
        assert result.exit_code == 2
        assert "memory.jsonl: line 4:" in " ".join(result.stderr.split())
        assert "nothing was imported" in " ".join(result.stderr.split())
        assert rows(here / "other.db", "SELECT * FROM site") == []

    def test_a_file_that_is_not_there(self, run, here):
        assert "cannot read none.jsonl: No such file" in run("memory", "import", "none.jsonl").stderr

    def test_nothing_learnt(self, run):
        run("load", "-", stdin='{"text": "The lake froze on Saturday, and nobody skated."}')
        result = run("memory", "export")
        assert (result.exit_code, result.stderr) == (1, "nothing was learnt yet in copydesk.db\n")
        assert run("memory", "list").exit_code == 1
