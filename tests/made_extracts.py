"""A small register, frozen or as a draft, in a home of its own: shared by the tests of extracts."""

from datetime import date, timedelta

from tests.made_reports import AT, OPERATOR, YEAR, complaint, import_rows

from heard.reporting import extract as extracts

MONDAY = date(2022, 6, 6)


def freeze(year=YEAR, cut_off=None):
    return extracts.freeze(year, cut_off, by=OPERATOR, at=AT)


def frozen_folder(home, year=YEAR):
    """Freeze a year and return where its tables lie."""
    return home / "extracts" / freeze(year)[0].folder


def figures(year=YEAR, cut_off=None):
    """Return the figures of the year as a report would count them, as id → value."""
    with extracts.opened(year, cut_off, by=OPERATOR) as extract:
        return {id: f.value for id, f in extracts.figures_in(extract.folder, year).items()}


def one_of_each(tmp_path, **more):
    import_rows(
        tmp_path,
        Complaints=[
            complaint("A1", MONDAY, closed=MONDAY + timedelta(days=7), outcome="Upheld", team="Owls", issues="Delay; Tone"),
            complaint("A2", date(2022, 7, 4), closed=date(2022, 8, 22), outcome="Not upheld", team="Teapots",
                      stage_2=date(2022, 9, 5), stage_2_closed=date(2022, 11, 7), stage_2_outcome="Upheld",
                      reason="Complex case"),
            complaint("A3", date(2023, 3, 6), team="Owls", complainant="Young person"),
        ],
        Compliments=[{"Date received": date(2022, 12, 5), "Service area": "Owls", "Compliment": "Thank you."}],
        Comments=[{"Date received": MONDAY, "Comment": "A question", "Acknowledged": MONDAY, "Reply sent": date(2022, 6, 20)}],
        **more,
    )  # fmt: skip
