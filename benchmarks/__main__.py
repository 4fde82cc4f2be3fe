"""`python -m benchmarks [NAME]...`: all of them, or some; a wrong name says which there are."""

import subprocess
import sys

from benchmarks.bulk import bulk
from benchmarks.copies import copies
from benchmarks.crawling import crawling
from benchmarks.links import links
from benchmarks.loading import loading
from benchmarks.memory import memory
from benchmarks.pages import need_pages
from benchmarks.peers import peers
from benchmarks.quality import quality
from benchmarks.readers import readers
from benchmarks.rules import rules
from benchmarks.searching import searching
from benchmarks.sizes import sizes
from benchmarks.speed import cleaning, storing, workers

BENCHMARKS = {
    "quality": quality,
    "rules": rules,
    "cleaning": cleaning,
    "workers": workers,
    "storing": storing,
    "loading": loading,
    "bulk": bulk,
    "sizes": sizes,
    "readers": readers,
    "memory": memory,
    "copies": copies,
    "links": links,
    "crawling": crawling,
    "peers": peers,
    "searching": searching,
}


def main(names: list[str]) -> None:
    """Run one benchmark here; several each in a process of its own, so that none inherits another's memory."""
    need_pages()
    if unknown := set(names) - set(BENCHMARKS):
        sys.exit(f"benchmarks: no {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}")
    if len(names) == 1:
        BENCHMARKS[names[0]]()
        return
    for name in names or BENCHMARKS:
        if subprocess.run([sys.executable, "-m", "benchmarks", name], check=False).returncode:
            sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
