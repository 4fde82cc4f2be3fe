"""Files to raw pages, one module a format."""
