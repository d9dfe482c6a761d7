"""What lets a page run its own cells in the reader's browser: the files, and what runs there."""
