from desk.changed import MOST_WORDS, changed_lines


def states(before, after):
    return [[(piece.text, piece.state) for piece in line] for line in changed_lines(before, after)]


def test_lines_that_are_the_same_are_not_shown():
    assert states("One.\nTwo.\nThree.", "One.\nThree.") == [[("Two.", "removed")]]
    assert states("One.", "One.") == []


def test_a_line_that_came():
    assert states("One.", "One.\nTwo.") == [[("Two.", "added")]]


def test_of_a_very_long_line_the_ends_are_compared():
    words = "word " * MOST_WORDS
    ((start, gone, come, end),) = states(words + "old" + words, words + "new" + words)
    assert (start[0], gone, come, end[0]) == (words, ("old", "removed"), ("new", "added"), words)
