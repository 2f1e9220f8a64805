"""What ./kim does: makes, runs and removes a trial and development bench.

Everything here but `wsgi.py`, `demo*.py` and `measure` runs before, or outside of, the bench's virtual environment and
imports Python's standard library only.
"""
