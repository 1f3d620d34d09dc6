"""The staff's pages: each parses what was asked, calls one action or query, and renders. No rule lives here."""
