"""What every answer carries, whatever it answers: the page, a file, a redirect, an error."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from heard.web import urls

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def boom(request):
    raise RuntimeError("a family's words")


def refuse(request):
    raise PermissionDenied("This complaint is about you. Ask the monitoring officer.")


def suspect(request):
    raise SuspiciousOperation


urlpatterns = [
    path("", include(urls)),
    path("boom/", boom),
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("plain/", lambda request: HttpResponse("plain", content_type="text/plain")),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

ANSWERS = {
    "/sign-in/": 200,
    "/council.css": 200,
    "/static/favicon.svg": 200,
    "/plain/": 200,
    "/account/two-step/": 302,
    "/suspect/": 400,
    "/refuse/": 403,
    "/nowhere/": 404,
    "/boom/": 500,
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__


class Closing(Client):
    """A browser that lets go of a file once it has it."""

    def request(self, **request):
        answer = super().request(**request)
        answer.close()
        return answer


@pytest.fixture
def client():
    return Closing(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_carries_the_policy(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_the_redirect_to_https_carries_the_policy_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/sign-in/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/sign-in/")
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.parametrize("address", sorted(set(ANSWERS) - {"/council.css", "/static/favicon.svg"}))
def test_no_page_is_kept_by_a_browser(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]


def test_a_file_is_kept_for_an_hour_and_a_font_for_good(client):
    assert client.get("/static/favicon.svg")["Cache-Control"] == "max-age=3600, public"
    font = "/static/heard/fonts/source-sans-3-latin-400-normal.woff2"
    assert "immutable" in client.get(font)["Cache-Control"]


def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {})
    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


def test_a_refusal_says_why_and_whom_to_ask(client):
    page = client.get("/refuse/").content.decode()
    assert "This complaint is about you. Ask the monitoring officer." in page
    assert "ask the complaints manager" not in page


def test_an_error_inside_says_nothing_of_it_and_reads_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/boom/").content.decode()
    assert "Something went wrong inside Heard" in page
    assert "family" not in page and "Traceback" not in page


def test_the_councils_colours_need_no_session(client, django_assert_num_queries):
    client.cookies["heard"] = "a-session-of-somebody"
    with django_assert_num_queries(1):
        answer = client.get("/council.css")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in answer.headers


def test_a_style_sheet_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/static/heard/heard.css").status_code == 200
