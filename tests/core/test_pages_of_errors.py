"""Error pages say what happened and what to do next; the worst one needs nothing to work."""

import pytest
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

from kenno.core import views
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.middleware import ConflictMiddleware
from tests.core.drawing import squeezed


@pytest.fixture
def request_of_visitor(rf: RequestFactory) -> HttpRequest:
    return rf.get("/sivu/")


def refuse(request: HttpRequest, refusal: Refusal) -> tuple[int, str]:
    response = ConflictMiddleware(lambda request: None).process_exception(request, refusal)
    return response.status_code, squeezed(response.content.decode())


def test_unknown_address_is_told_and_search_offered(client: Client, db, settings: Settings):
    settings.DEBUG = False
    response = client.get("/media/images/ei-ole.webp")
    content = squeezed(response.content.decode())
    assert response.status_code == 404
    assert "<h1>Sivua ei löydy</h1>" in content
    assert 'id="error-search"' in content
    assert '<meta name="robots" content="noindex">' in content


@pytest.mark.parametrize(
    ("refusal", "status", "title"),
    [
        (Refusal("Kunta puuttuu."), 400, "Tämä ei onnistunut"),
        (Conflict("Joku ehti ensin."), 409, "Tiedot ehtivät muuttua"),
        (Gone("Linkki on käytetty."), 410, "Tätä ei enää ole"),
    ],
)
def test_refusal_is_told_in_its_own_words(
    request_of_visitor: HttpRequest, refusal: Refusal, status: int, title: str
):
    request_of_visitor.htmx = False
    shown_status, content = refuse(request_of_visitor, refusal)
    assert shown_status == status
    assert f"<h1>{title}</h1>" in content
    assert refusal.message in content


def test_refusal_inside_a_page_is_only_a_notice(request_of_visitor: HttpRequest):
    request_of_visitor.htmx = True
    _, content = refuse(request_of_visitor, Conflict("Joku ehti ensin."))
    assert "Joku ehti ensin." in content
    assert "notice--error" in content
    assert "<html" not in content


def test_forbidden_page_offers_sign_in_to_a_visitor(request_of_visitor: HttpRequest):
    request_of_visitor.htmx = False
    response = views.permission_denied(
        request_of_visitor, PermissionError("Vain koordinaattorille.")
    )
    content = squeezed(response.content.decode())
    assert response.status_code == 403
    assert "Vain koordinaattorille." in content
    assert "?next=/sivu/" in content


def test_bad_request_without_message_says_what_may_have_happened(request_of_visitor: HttpRequest):
    request_of_visitor.htmx = False
    response = views.bad_request(request_of_visitor, ValueError())
    assert response.status_code == 400
    assert "Palvelu ei ymmärtänyt pyyntöä." in squeezed(response.content.decode())


def test_request_for_another_host_is_answered_in_plain_words(client: Client, db):
    response = client.get("/komponentit/", headers={"host": "muualla.example"})
    assert response.status_code == 400
    assert "<h1>Tämä ei onnistunut</h1>" in squeezed(response.content.decode())


def test_expired_form_is_told(request_of_visitor: HttpRequest):
    request_of_visitor.htmx = False
    response = views.csrf_failure(request_of_visitor, reason="no cookie")
    assert response.status_code == 403
    assert "<h1>Lomake vanheni</h1>" in squeezed(response.content.decode())


def test_broken_service_is_told_without_database_or_request(request_of_visitor: HttpRequest):
    with connection.execute_wrapper(_refuse_queries):
        response = views.server_error(request_of_visitor)
    assert response.status_code == 500
    assert "<h1>Palvelussa on vika</h1>" in squeezed(response.content.decode())


def test_broken_service_page_is_whole_on_its_own():
    assert render_to_string("core/errors/500.html").strip().endswith("</html>")


def _refuse_queries(execute, sql, params, many, context):
    raise AssertionError(f"The page asked the database: {sql}")
