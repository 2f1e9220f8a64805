"""New records written many at a time, with everything that their form would give each of them.

`ordinary` says which records can be written so and `other_rules` for which forms; `documents` writes them.
Whoever calls has asked for permission and has filled in what the form's controller fills in.
"""
