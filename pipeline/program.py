"""What the program that cleans is known by: with other rules, words or libraries a page may give another article."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

LIBRARIES = "trafilatura", "ftfy", "lxml", "charset-normalizer"
"""Those that have a say in what the text is."""

HERE = Path(__file__).parent


@cache
def program() -> str:
    """Return what the files of this package and the versions of those libraries are known by: 16 hex digits."""
    digest = blake2b(digest_size=8)
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(HERE).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
