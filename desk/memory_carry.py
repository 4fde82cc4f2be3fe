"""`copydesk memory export` and `import`: all that was learnt and ruled, from one database to another."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import click

from db.memory_file import RecordError, read_lines, records
from db.memory_merge import Imported
from db.store import Store
from desk.database import again, database_option, reader, trouble_told, without_password
from desk.export import written_whole
from desk.records import line, print_record
from desk.words import EXIT_NOTHING, called, counted, json_option, say, standard_input


@click.command("export", short_help="Write all of it as JSON lines.")
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write.  [default: standard output]")
@database_option
def export_command(output: str, database: str) -> None:
    """Write all that was learnt and ruled as JSON lines, for `copydesk memory import`.

    Exit code 1 when nothing was learnt yet.
    """
    written = 0
    with reader(database) as engine, engine.begin() as connection, written_whole(output) as file:
        for written, record in enumerate(records(connection)):  # noqa: B007  the first one says no more than the format
            file.write(line(record))
    if not written:
        say(f"nothing was learnt yet in {without_password(database)}")
        sys.exit(EXIT_NOTHING)


@click.command("import", short_help="Take over what export wrote.")
@click.argument("file", metavar="FILE|-")
@database_option
@json_option
def import_command(file: str, database: str, *, as_json: bool) -> None:
    """Take over what `copydesk memory export` wrote: all of it or, when something is wrong with it, nothing.

    Sites that are not known here are taken over as they are. Of a line that is known here too, the account of more
    articles holds, and nothing is added up: nobody knows which articles both have seen. Of two rulings on a line the
    later one holds. The database is made if there is none.
    """
    with opened(file) as lines, trouble_told(), Store.open(database) as store:
        try:
            imported = store.take_over(read_lines(lines))
        except RecordError as error:
            raise click.UsageError(f"{file}: {error}; nothing was imported") from error
    report(imported, database, as_json=as_json)


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """Give a file to read, or a copy of standard input: nobody else can write while the records are read."""
    if name == "-":
        with TemporaryFile(prefix="copydesk-") as copy:
            shutil.copyfileobj(standard_input(), copy)
            copy.seek(0)
            yield copy
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115  what fails while it is read is told otherwise
    except OSError as error:
        raise click.UsageError(f"cannot read {name}: {error.strerror}") from error
    with file:
        yield file


def report(imported: Imported, database: str, *, as_json: bool) -> None:
    """Say what was taken over, and what is to be done next."""
    if as_json:
        print_record(
            {
                "sites": len(imported.sites),
                "merged": imported.merged,
                "lines": imported.lines,
                "rulings": imported.rulings,
                "due": imported.due,
            }
        )
        return
    sites = f"{counted(len(imported.sites), 'new site')}, {imported.merged:,} brought together"
    click.echo(f"{sites}; {counted(imported.lines, 'line')}, {counted(imported.rulings, 'ruling')} taken over")
    if imported.due:
        are = "is" if imported.due == 1 else "are"
        click.echo(f"{counted(imported.due, 'article')} {are} due: run {called()} reclean{again(database)}")
