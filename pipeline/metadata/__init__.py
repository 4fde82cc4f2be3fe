"""What a page says about itself: JSON-LD, meta elements, microdata, <time>, and what stands beside its headline.

lines     the small readings that all fields share
places    where in a page to look, each place read once
linked    JSON-LD in all its shapes
titles, persons, moments, access     what a field is, and which of several answers is the best
words     the fields of a page, each with where it was found
"""

from pipeline.metadata.linked import Json, names_in, parse_json, text_of
from pipeline.metadata.persons import persons
from pipeline.metadata.titles import drop_site, is_site
from pipeline.metadata.words import PageWords, provenance_of_text

__all__ = [
    "Json",
    "PageWords",
    "drop_site",
    "is_site",
    "names_in",
    "parse_json",
    "persons",
    "provenance_of_text",
    "text_of",
]
