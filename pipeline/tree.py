"""From the text of a page to its tree."""

import re
from typing import cast

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HTMLParser, document_fromstring

PARSER = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
# lxml.html asks a Python function for the class of each element it touches, for the sake of forms. Nobody here needs
# forms, and without the question a page is cleaned in a tenth less time.
PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))

DOCTYPE = re.compile(r"\s*<!doctype[^>]{0,1000}>", re.IGNORECASE)
"""Cut before parsing: with some old ones libxml2 takes the page for something else (Launchpad, lxml, 1955915)."""

NO_XML = bytes({*range(0x20)} - {*b"\t\n\r"})
"""Characters that no XML may hold; libxml2 ends the page at NUL."""
NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF in UTF-8."""


EMPTY_BREAKS = etree.XPath('//span[not(node()) and contains(concat(" ", normalize-space(@class), " "), " br ")]')
"""What some content systems write for <br>."""


def parse(text: str) -> HtmlElement | None:
    r"""Return the <html> element of a page; None when there is no markup in it.

    >>> parse("<p>The lake\x00 froze.").text_content()
    'The lake froze.'
    >>> parse("  ") is None
    True
    """
    doctype = DOCTYPE.match(text)
    markup = (text[doctype.end() :] if doctype else text).encode("utf-8", "replace").translate(None, NO_XML)
    if b"\xef\xbf" in markup:
        markup = NO_CHARACTER.sub(b"", markup)
    try:
        tree = document_fromstring(markup, parser=PARSER)
    except etree.ParserError:
        return None
    if not isinstance(tree, HtmlElement):
        return None
    if b' br"' in markup or b'"br' in markup:
        for span in cast("list[HtmlElement]", EMPTY_BREAKS(tree)):
            span.tag = "br"
    return tree
