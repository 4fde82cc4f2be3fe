"""Finding pages: the Scrapy project."""
