import json

from desk.rules import listings
from pipeline import plan

PLANNED = [rule for name, rules in vars(plan).items() if name.isupper() and isinstance(rules, tuple) for rule in rules]


def test_every_rule_of_the_plan_is_listed_in_its_order():
    assert [listing.rule for listing in listings()] == [rule.__name__ for rule in PLANNED]


def test_every_rule_says_what_it_does_and_shows_it():
    for listing in listings():
        assert listing.summary.endswith((".", "?")), listing.rule
        assert listing.example, listing.rule
        assert listing.result, listing.rule


def test_a_person_reads_each_rule(run):
    result = run("rules")
    assert result.exit_code == 0
    for listing in listings():
        assert f"{listing.rule}  {listing.kind}\n  {listing.summary}\n" in result.stdout


def test_a_script_reads_each_rule(run):
    lines = run("rules", "--json").stdout.splitlines()
    assert [json.loads(line)["rule"] for line in lines] == [listing.rule for listing in listings()]
    assert set(json.loads(lines[0])) == {"rule", "kind", "summary", "example", "result", "off"}


def test_a_rule_that_is_off_for_every_site_is_shown_so(run, lay_down):
    lay_down('site = "quay.example"\noff = ["is_ornament"]')
    folder = lay_down('site = "*"\noff = ["repeats_title"]', "all.toml")
    records = map(json.loads, run("rules", "--json", "--sites", folder).stdout.splitlines())
    assert [record["rule"] for record in records if record["off"]] == ["repeats_title"]
    out = run("rules", "--sites", folder).stdout
    assert out.count("Switched off for every site") == 1
    assert "repeats_title  cut\n  Switched off for every site, by an exception.\n" in out
