"""From files to RawPages: a file, a folder or standard input, one module a format.

A new format is a module with a reader, and a line in `pipeline.load.formats.FORMATS`.
"""

from pipeline.load.files import LoadError
from pipeline.load.loading import Survey, load, survey

__all__ = ["LoadError", "Survey", "load", "survey"]
