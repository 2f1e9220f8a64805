"""The legacy import engine: a workbook of a centre's old register becomes documents.

The line is `read -> match -> normalise -> check -> load -> report`. Each step is a module with one
public function, and no step calls a later one. The steps up to `check` import no frappe: they take
values, return values, and are tested without a site. `jobs` walks the line on a site, `api` is what
the form calls.
"""
