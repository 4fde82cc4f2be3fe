"""Commands that the project adds to, or overrides in, `scrapy`."""
