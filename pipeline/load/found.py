"""What readers find: pages, refusals, and what is no page and was never meant to be one."""

from typing import NamedTuple

from pipeline.article import RawPage, Reason, Refused


class PassedOver(NamedTuple):
    """Something in a file that holds no page, like a picture in a web archive: counted, not refused."""

    kind: str
    """What such things are counted under: `not a web page`."""


class RecordError(ValueError):
    """A record is not a page; the message says why."""


Found = RawPage | Refused | PassedOver

OTHER_KIND = PassedOver("another kind of file")


def broken_record(place: RawPage, detail: object) -> Refused:
    """Return the refusal of a record that is not a page, at the place where it is from."""
    return Refused(place, Reason("broken record", f"{place.origin}: {detail}"))


def broken_archive(place: RawPage, detail: object) -> Refused:
    """Return the refusal of what cannot be read from `place` on, after all that came before was."""
    return Refused(place, Reason("broken archive", f"{place.origin}: {detail}"))
