"""Settings and, from the next room on, addresses and pages."""
