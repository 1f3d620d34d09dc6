"""The views of the staff's pages, by what they show."""
