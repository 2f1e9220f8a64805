"""Procedure 2: building and carrying out an Individual Social Inclusion Plan."""
