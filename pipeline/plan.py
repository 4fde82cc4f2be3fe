"""Which rules, in which order."""

from pipeline.rules.around import BlockRepair, Cut, Lift, Repair
from pipeline.rules.credits import lift_agency_credit
from pipeline.rules.doubles import drop_doubled_marks, drop_doubled_sentence, repeats_block
from pipeline.rules.elsewhere import follows_lead_in, lists_links, points_elsewhere, shouts_link
from pipeline.rules.encoding import repair_encoding, restore_lost_quotes
from pipeline.rules.headlines import repeats_title
from pipeline.rules.leftovers import (
    drop_invisible,
    drop_link_suffix,
    drop_tags,
    drop_tweet_button,
    resolve_escapes,
)
from pipeline.rules.notices import (
    claims_rights,
    is_blank,
    is_ornament,
    labels_machinery,
    leaks_template,
    notifies_readers,
    points_to_programme,
    stands_beside,
    tells_moment,
)
from pipeline.rules.promotions import labels_button, promotes_site, trim_promotion
from pipeline.rules.spacing import (
    close_up_contractions,
    close_up_punctuation,
    restore_lost_space,
    split_glued_sentences,
)
from pipeline.rules.splices import mend_there_is_splice, part_fused_name

# Letters first: every rule after it reads them. On the title too.
LETTER_REPAIRS: tuple[Repair, ...] = (restore_lost_quotes, repair_encoding, drop_invisible, drop_tags, resolve_escapes)

# Before the cuts: what is worth keeping is never cut.
LIFTS: tuple[Lift, ...] = (lift_agency_credit,)

CUTS: tuple[Cut, ...] = (
    repeats_title,
    repeats_block,
    is_ornament,
    tells_moment,
    # Asked before the lead-in goes that it hangs from.
    follows_lead_in,
    points_elsewhere,
    lists_links,
    shouts_link,
    stands_beside,
    labels_machinery,
    claims_rights,
    notifies_readers,
    points_to_programme,
    leaks_template,
    # Both labels must still stand there when either is asked about, so all blocks are asked before any is cut.
    labels_button,
    promotes_site,
)

# Last: what is cut need not be mended. Splices before spacing, which would part their words and hide them.
BLOCK_REPAIRS: tuple[BlockRepair, ...] = (trim_promotion, mend_there_is_splice, part_fused_name)
TEXT_REPAIRS: tuple[Repair, ...] = (
    drop_link_suffix,
    drop_tweet_button,
    close_up_punctuation,
    close_up_contractions,
    split_glued_sentences,
    restore_lost_space,
    drop_doubled_marks,
    drop_doubled_sentence,
)

LAST_CUTS: tuple[Cut, ...] = (is_blank,)

SPLICES = frozenset({"mend_there_is_splice", "part_fused_name"})
"""Two of these in one article say that a program rewrote it."""
