"""What the pages show, as values: each module reads from a source and knows nothing of HTML."""
