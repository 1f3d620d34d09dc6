"""The figures, pure of Django: measures over the frozen tables, the sentences that state them, the report as a value."""
