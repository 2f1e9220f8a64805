"""Recommendations of the staff, and the Green Paper made of them."""
