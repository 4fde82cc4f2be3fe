import re
import shutil
from pathlib import Path

import pipeline.program
from pipeline.program import HERE, program


def test_it_is_the_same_for_every_process_until_a_file_changes(tmp_path, monkeypatch):
    shutil.copytree(HERE, tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(pipeline.program, "HERE", tmp_path / "pipeline")
    fresh = program.__wrapped__
    first = fresh()
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first == program()
    (tmp_path / "pipeline" / "__pycache__").mkdir()
    Path(tmp_path, "pipeline", "__pycache__", "clean.pyc").write_bytes(b"compiled")
    assert fresh() == first
    marks = tmp_path / "pipeline" / "rules" / "marks.toml"
    marks.write_text(marks.read_text("utf-8") + "# one more word\n", "utf-8")
    assert fresh() != first


def test_another_library_is_another_program(monkeypatch):
    monkeypatch.setattr(pipeline.program, "version", lambda name: "0.0")
    assert program.__wrapped__() != program()
