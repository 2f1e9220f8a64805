"""A centre's records for research, so that nobody can be found in them: `anonymous` says how, `tables` what."""
