"""Where people sit: the `copydesk` command."""
