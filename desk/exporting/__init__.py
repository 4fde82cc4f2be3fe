"""The forms in which articles and pages leave: one module a form, each a function from an iterable to a stream."""
