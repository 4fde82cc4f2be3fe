"""Which article is the newest version of which."""

from sqlalchemy import event

from db.versions import newest_versions


def test_versions_are_looked_up_by_their_address_however_many_are_stored(place, store, reader, make_kept):
    store.extend([make_kept(1)])
    asked = []
    event.listen(reader, "before_cursor_execute", lambda _c, _cursor, *asked_for: asked.append(asked_for[:2]))
    with reader.connect() as connection:
        assert list(newest_versions(connection, ["https://www.example.com/1"])) == ["https://www.example.com/1"]
        statement, values = asked[-1]
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert "ix_page_url_key" in plan[0], plan
