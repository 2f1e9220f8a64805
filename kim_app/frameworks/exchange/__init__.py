"""A whole framework out to a file and in from one: CASE JSON and CSV with ESCO's columns.

`model` is what every format is read into and written from; a format is a module with `read` (bytes to
model) and `write` (model to bytes); `store` is the only one that knows the site.
"""
