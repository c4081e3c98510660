"""What the quantities of a text measure, of whom, when."""
