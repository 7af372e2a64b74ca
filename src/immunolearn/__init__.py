"""A course in cancer immunotherapy."""
