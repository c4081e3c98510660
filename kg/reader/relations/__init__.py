"""What a text says that one participant does to another."""
