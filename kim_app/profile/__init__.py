"""What a participant claims and what of it is validated, competence by competence."""
