import os
from datetime import UTC, datetime

import pytest

from pipeline.article import Refused
from pipeline.load.files import File, LoadError, check_path, walk


def names(path):
    return [str(file.path) for file in walk(path) if isinstance(file, File)]


def test_a_folder_is_walked_by_name_to_the_bottom(write):
    for name in ("in/b/z.html", "in/a.html", "in/c.html", "in/b/a/x.txt"):
        write(name)
    assert names(write("in/a.html").parent) == ["in/a.html", "in/b/a/x.txt", "in/b/z.html", "in/c.html"]


def test_hidden_files_and_folders_are_skipped(write):
    write("in/.git/a.html")
    write("in/.b.html")
    assert names(write("in/c.html").parent) == ["in/c.html"]


def test_links_are_followed_but_not_in_circles(write):
    folder = write("in/a.html").parent
    write("elsewhere/b.html")
    (folder / "deep").mkdir()
    (folder / "deep" / "up").symlink_to(folder.absolute())
    (folder / "other").symlink_to("../elsewhere")
    (folder / "z.html").symlink_to("a.html")
    assert names(folder) == ["in/a.html", "in/other/b.html", "in/z.html"]


def test_links_to_nothing_and_to_themselves_are_refused(write):
    folder = write("in/a.html").parent
    (folder / "lost.html").symlink_to("nowhere")
    (folder / "self.html").symlink_to("self.html")
    refused = {each.page.origin: each.reason for each in walk(folder) if isinstance(each, Refused)}
    assert refused["in/lost.html"].detail == "in/lost.html: No such file or directory"
    assert refused["in/self.html"].code == "unreadable"


def test_a_pipe_in_a_folder_does_not_hang_the_walk(write):
    folder = write("in/a.html").parent
    os.mkfifo(folder / "b.html")
    assert names(folder) == ["in/a.html"]


def test_a_folder_deeper_than_the_stack_is_walked(deep_folder):
    assert len(names(deep_folder)) == 1


@pytest.mark.parametrize(
    ("seconds", "year"), [(-(10**10), 1970), (1_700_000_000, 2023), (10**11, 5138), (10**15, 9999)]
)
def test_any_time_that_a_file_system_says_is_a_moment(write, seconds, year):
    path = write("a.html")
    try:
        os.utime(path, (seconds, seconds))
    except OSError:
        pytest.skip("this file system does not know that year")
    (file,) = walk(path)
    kept = int(path.stat().st_mtime)
    assert file.modified.tzinfo is UTC
    assert file.modified.year in {year, datetime.fromtimestamp(max(kept, 0) % 253_402_300_800, UTC).year}


@pytest.mark.parametrize("path", ["", "missing.html", "a.html/b", "a\0b"])
def test_a_path_to_nothing_is_the_users_slip(write, path):
    write("a.html")
    with pytest.raises(LoadError, match=r"standard input"):
        check_path(path)
