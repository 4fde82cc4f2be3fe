"""How well and how fast, against peers, in one run."""
