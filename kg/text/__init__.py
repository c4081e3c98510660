"""Plain functions on strings: decoding, segmentation, numerals, units and temporal expressions."""
