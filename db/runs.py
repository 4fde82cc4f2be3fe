"""Crawls, a row each: begun before the first request, ended with what they brought."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from db.errors import DatabaseError
from db.read import reading
from db.tables import Base, RunRow

KILLED = "killed"
"""Why a run ended that did not say so itself."""


LONGEST = timedelta(days=1)
"""After this time a run that has not ended is taken for killed, though there is a process of its number: another."""


class AlreadyRunningError(DatabaseError):
    """A source is being crawled by another process."""


@dataclass(frozen=True, slots=True)
class Run:
    """A crawl."""

    source: str
    spider: str
    started: datetime
    ended: datetime | None = None
    finish: str | None = None
    """Why it ended: `finished` when there was nothing left to do; `killed`; None while it runs."""
    exit_code: int | None = None
    requests: int = 0
    bytes: int = 0
    named: int = 0
    """Articles that feeds, sitemaps and sections named."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    """Reason code -> pages."""
    complaints: tuple[str, ...] = ()


def this_process() -> str:
    """Return the name of this process, among all machines that share a database."""
    return f"{socket.gethostname()}:{os.getpid()}"


def begin_run(connection: Connection, run: Run, process: str) -> int:
    """Write down that a crawl has begun, and return its number.

    Runs of its source that never said that they had ended, and whose processes are gone, have been killed. Raises
    AlreadyRunningError when one goes on.
    """
    for number, other, started in open_runs(connection, run.source):
        if is_alive(other) and run.started - started < LONGEST:
            raise AlreadyRunningError(
                f"{run.source} is being crawled already, since {started:%Y-%m-%d %H:%M} UTC by process {other}: "
                "wait for it to end"
            )
        connection.execute(update(RUN).where(RUN.c.id == number).values(finish=KILLED, ended=run.started))
    values = {"source": run.source, "spider": run.spider, "process": process, "started": run.started, "complaints": ()}
    return int(connection.execute(insert(RUN).values(values).returning(RUN.c.id)).scalar_one())


def end_run(connection: Connection, number: int, run: Run) -> None:
    """Write down how a crawl ended."""
    connection.execute(
        update(RUN)
        .where(RUN.c.id == number)
        .values(
            ended=run.ended,
            finish=run.finish,
            exit_code=run.exit_code,
            requests=run.requests,
            bytes=run.bytes,
            named=run.named,
            new=run.new,
            changed=run.changed,
            unchanged=run.unchanged,
            refused=dict(run.refused),
            complaints=run.complaints,
        )
    )


def open_runs(connection: Connection, source: str) -> list[tuple[int, str, datetime]]:
    """Return number, process and start of the runs of a source that have not said that they ended."""
    query = select(RUN.c.id, RUN.c.process, RUN.c.started).where(RUN.c.source == source, RUN.c.finish.is_(None))
    return [(row.id, row.process, row.started) for row in connection.execute(query)]


def is_alive(process: str) -> bool:
    """Tell whether a process still runs; one of another machine is taken to.

    >>> is_alive(this_process()), is_alive(f"{socket.gethostname()}:4194305")
    (True, False)
    """
    host, _, number = process.rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def runs_of(engine: Engine, source: str | None = None, limit: int = 100) -> list[Run]:
    """Return the newest runs, of one source or of all, the newest first."""
    query = select(RunRow).order_by(RunRow.started.desc(), RunRow.id.desc()).limit(limit)
    if source is not None:
        query = query.where(RunRow.source == source)
    with reading(engine) as session:
        return [run_of(row) for row in session.scalars(query)]


def run_of(row: RunRow) -> Run:
    """Return the run of a row."""
    return Run(
        source=row.source,
        spider=row.spider,
        started=row.started,
        ended=row.ended,
        finish=row.finish,
        exit_code=row.exit_code,
        requests=row.requests,
        bytes=row.bytes,
        named=row.named,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        refused=row.refused or {},
        complaints=row.complaints,
    )


RUN = Base.metadata.tables[RunRow.__tablename__]
