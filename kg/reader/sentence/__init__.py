"""One view of a sentence: its clauses, when they hold, whether they are so or planned, and who acts."""
