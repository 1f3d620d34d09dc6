"""The sections of the annual report, written from figures. `figures.annual_report` puts them in order."""
