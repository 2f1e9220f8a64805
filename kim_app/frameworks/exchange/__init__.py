"""A whole framework out to a file and in from one: CASE JSON and CSV with ESCO's columns.

`model` is what every format is read into and written from. A format is a module that writes (`case_json`,
`esco_csv`: model to bytes) and one that reads (`case_json_read`, `esco_csv_read`: text to model and problems);
`files` tells them apart and `check` holds what was read against the rules. `site_check`, `store` and
`stored` know the site.
"""
