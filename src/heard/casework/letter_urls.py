"""Where the pages of letters are."""

from __future__ import annotations

from django.urls import URLPattern, path

from heard.casework.views import letter_approval, letter_papers, letters, letters_waiting

ONE = "complaints/<int:pk>/letters/<int:letter>/"

urlpatterns: list[URLPattern] = [
    path("letters/", letters_waiting.letters, name="letters"),
    path("letters/messages/settle/", letters_waiting.settle_message, name="settle-message"),
    path("complaints/<int:pk>/letters/", letters.complaint_letters, name="complaint-letters"),
    path("complaints/<int:pk>/letters/write/", letters.write, name="write-letter"),
    path(ONE, letters.letter, name="letter"),
    path(f"{ONE}change/", letters.change_letter, name="change-letter"),
    path(f"{ONE}discard/", letters.discard_letter, name="discard-letter"),
    path(f"{ONE}posted/", letters.hand_letter, name="hand-letter"),
    path(f"{ONE}talked/", letters.talk_letter, name="talk-letter"),
    path(f"{ONE}papers/", letter_papers.letter_papers, name="letter-papers"),
    path(f"{ONE}papers/out/", letter_papers.take_out, name="take-out"),
    path(f"{ONE}papers/<int:enclosure>/clear/", letter_papers.clear_paper, name="clear-paper"),
    path(f"{ONE}approve/", letter_approval.approve_letter, name="approve-letter"),
    path(f"{ONE}files/<slug:kind>/", letters.letter_file, name="letter-file"),
]
