"""Files made and read: a letter as PDF and Word, papers as pages and words, packs of them. Values in, bytes out: no register."""
