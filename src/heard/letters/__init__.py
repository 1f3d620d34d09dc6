"""Letters: their texts, what is merged into them, the files that are made of them, and their way to one person."""
