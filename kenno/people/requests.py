"""The request of somebody who has signed in, as the views of the workspace get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kenno.people.models import User


class PersonRequest(HttpRequest):
    """A request behind sign-in: its user is a person, never anonymous."""

    user: User
    htmx: HtmxDetails
