"""The pages of `copydesk serve`. The only door to Datasette."""
