"""Who and what a text mentions, and which mentions mean the same."""
