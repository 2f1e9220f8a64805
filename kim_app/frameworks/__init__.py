"""Competence frameworks: their texts in every language, their rules, and how they come and go as files."""
