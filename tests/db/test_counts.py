from db.counts import Counts, count_all


def test_an_empty_database(reader):
    assert count_all(reader) == Counts(0, 0, 0, 0, {}, {})


def test_all_is_counted(store, reader, make_kept, make_refused):
    store.extend([make_kept(1), make_kept(2), make_refused(3, "b"), make_refused(4, "b"), make_refused(5, "a")])
    store.extend([make_refused(3, "b")])
    counts = count_all(reader)
    assert (counts.pages, counts.articles) == (5, 2)
    assert list(counts.refusals.items()) == [("b", 2), ("a", 1)]
    assert list(counts.edits.items()) == [("cut_more_line", 2), ("split_glued_words", 2)]
    assert counts.page_bytes == 5 * len(make_kept().page.body)
    assert counts.stored_bytes > 0
