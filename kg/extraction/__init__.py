"""Text -> tables: packs of names and patterns, mentions and whom they mean, figures, relations."""
