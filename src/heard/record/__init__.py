"""The register. `models` hold it, `actions` write it, `queries` read it, `importing` reads spreadsheets into it."""
