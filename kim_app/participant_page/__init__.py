"""The participant's own pages under /kim: what they show, and what participants do there with their own records."""
