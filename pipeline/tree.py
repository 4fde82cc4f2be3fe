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

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML may hold; libxml2 ends the page at NUL."""


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
    markup = NO_XML.sub("", text[doctype.end() :] if doctype else text)
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=PARSER)
    except etree.ParserError:
        return None
    if not isinstance(tree, HtmlElement):
        return None
    if ' br"' in markup or '"br' in markup:
        for span in cast("list[HtmlElement]", EMPTY_BREAKS(tree)):
            span.tag = "br"
    return tree
