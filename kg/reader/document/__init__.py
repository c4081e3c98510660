"""What a document as a whole says: whose it is, which years it speaks of, and how its sections divide it."""
