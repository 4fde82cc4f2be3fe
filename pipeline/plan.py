"""Which rules, in which order."""

from pipeline.rules.around import BlockRepair, Cut, Join, Lift, Repair
from pipeline.rules.bylines import gives_contact, lift_author_note, lift_byline, lift_standfirst, repeats_byline
from pipeline.rules.corrections import lift_correction
from pipeline.rules.credits import lift_agency_credit
from pipeline.rules.doubles import (
    drop_doubled_line,
    drop_doubled_marks,
    drop_doubled_sentence,
    drop_hover_card,
    repeats_block,
)
from pipeline.rules.elsewhere import follows_lead_in, lists_headlines, lists_links, points_elsewhere, shouts_link
from pipeline.rules.encoding import repair_encoding, restore_lost_quotes
from pipeline.rules.fused import part_fused_words
from pipeline.rules.headlines import repeats_title
from pipeline.rules.hyphens import join_cut_word
from pipeline.rules.initials import restore_initial
from pipeline.rules.leftovers import (
    drop_invisible,
    drop_link_suffix,
    drop_tags,
    drop_tweet_button,
    resolve_escapes,
)
from pipeline.rules.machinery import is_blank, is_ornament, labels_machinery, leaks_template, names_slot, stands_beside
from pipeline.rules.moments import tells_moment
from pipeline.rules.notices import claims_rights, files_under, labels_notice, notifies_readers, points_to_programme
from pipeline.rules.pictures import credits_picture
from pipeline.rules.pointers import drop_pointer
from pipeline.rules.promotions import labels_button, promotes_site, trim_promotion
from pipeline.rules.remains import is_left_between
from pipeline.rules.repeated import closes_articles, is_struck_out, repeats_on_site
from pipeline.rules.sentences import continues_sentence
from pipeline.rules.spacing import (
    close_up_contractions,
    close_up_punctuation,
    restore_lost_space,
    split_glued_sentences,
)
from pipeline.rules.splices import mend_there_is_splice, part_fused_name
from pipeline.rules.teasers import lists_teasers

# Letters first: every rule after it reads them. On the title too.
LETTER_REPAIRS: tuple[Repair, ...] = (restore_lost_quotes, repair_encoding, drop_invisible, drop_tags, resolve_escapes)

# Before all that asks what a line says: half a sentence says nothing.
JOINS: tuple[Join, ...] = (continues_sentence,)

# Before the cuts: what is worth keeping is never cut.
LIFTS: tuple[Lift, ...] = (lift_correction, lift_agency_credit, lift_byline, lift_standfirst, lift_author_note)

CUTS: tuple[Cut, ...] = (
    is_struck_out,
    repeats_title,
    repeats_block,
    is_ornament,
    tells_moment,
    repeats_byline,
    gives_contact,
    credits_picture,
    # What hangs from a known lead-in, before the lead-in goes.
    closes_articles,
    repeats_on_site,
    # Asked before the lead-in goes that it hangs from.
    follows_lead_in,
    points_elsewhere,
    lists_links,
    lists_headlines,
    lists_teasers,
    shouts_link,
    stands_beside,
    # Before the labels go that they hang from.
    notifies_readers,
    labels_notice,
    labels_machinery,
    files_under,
    claims_rights,
    points_to_programme,
    leaks_template,
    names_slot,
    # Both labels must still stand there when either is asked about, so all blocks are asked before any is cut.
    labels_button,
    promotes_site,
    # Knows what the others cut.
    is_left_between,
)

OF_SITE = frozenset(
    {"lift_agency_credit"} | {cut.__name__ for cut in CUTS[CUTS.index(closes_articles) : CUTS.index(is_left_between)]}
)
"""What these take out is the site's: so is what is left between."""

# Last: what is cut need not be mended. Splices before spacing, which would part their words and hide them.
BLOCK_REPAIRS: tuple[BlockRepair, ...] = (
    trim_promotion,
    mend_there_is_splice,
    part_fused_name,
    # Takes whole what the seams in it would part.
    drop_hover_card,
    part_fused_words,
)
TEXT_REPAIRS: tuple[Repair, ...] = (
    restore_initial,
    join_cut_word,
    drop_link_suffix,
    drop_tweet_button,
    drop_pointer,
    close_up_punctuation,
    close_up_contractions,
    split_glued_sentences,
    restore_lost_space,
    drop_doubled_marks,
    drop_doubled_sentence,
    drop_doubled_line,
)

LAST_CUTS: tuple[Cut, ...] = (is_blank,)

SPLICES = frozenset({"mend_there_is_splice", "part_fused_name"})
"""Two of these in one article say that a program rewrote it."""

NAMES = frozenset(
    rule.__name__
    for rules in (LETTER_REPAIRS, JOINS, LIFTS, CUTS, BLOCK_REPAIRS, TEXT_REPAIRS, LAST_CUTS)
    for rule in rules
)
"""By which a rule can be switched off."""
