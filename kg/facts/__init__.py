"""One read side: what a source says, as frozen values that the command line, the explorer and Python only render."""
