"""From text to tree, whatever the text."""

import pytest

from pipeline.tree import parse


@pytest.mark.parametrize("name", ["br", "id-component br", "br x"])
def test_empty_elements_named_break_are_breaks(name):
    tree = parse(f'<p>One.<span class="{name}"></span>Two.</p>')
    assert [element.tag for element in tree.iter("br", "span")] == ["br"]


@pytest.mark.parametrize(
    "span", ['<span class="br">x</span>', '<span class="brief"></span>', '<span class="a-br"></span>']
)
def test_other_elements_are_not(span):
    assert parse(f'<p class="br">One.{span}Two.</p>').find(".//br") is None


@pytest.mark.parametrize("open_tag", ["<p><i>", "<b>", "<div>", "<ul><li>", "<table><tr><td>", "<a href=x>", "<font>"])
def test_ten_thousand_unclosed_elements_make_no_deep_tree(open_tag):
    tree = parse(f"<html><body>{(open_tag + 'x ') * 10_000}</body></html>")
    depth, at = 0, tree
    while len(at):
        depth, at = depth + 1, at[-1]
    assert depth <= 256
