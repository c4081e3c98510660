"""What the reader knows beforehand, as data that anyone can add to: words, names, places, patterns."""
