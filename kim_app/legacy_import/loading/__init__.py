"""Brings the checked rows of a workbook in: in chunks, by several workers, all or nothing each.

`chunks` keeps what waits, `worker` takes one chunk after the other, `one_chunk` brings its rows in. New
records of ordinary rows are written many at a time (`in_bulk`), everything else through its form
(`one_by_one`): the result is the same, and a test compares the two. `undo` takes an import back.
"""
