import io
import json

from desk.exporting.lines import write_lines


def test_each_article_is_a_line(hard):
    stream = io.BytesIO()
    write_lines(hard, stream)
    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(record["id"], record["title"]) for record in records] == [(n, article.title) for n, article in hard]
    assert [edit["before"] for edit in records[0]["edits"]] == ["\0", "\ud83d"]
