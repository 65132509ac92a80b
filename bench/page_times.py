"""Server time, queries and bytes of the main pages, beside the probe's page in the same run.

    .venv/bin/python bench/page_times.py --practices 5000 [--persons 50000]
        [--organisations 5000] [--earlier 10] [--rounds 100] [--keep DIR]

Prepares an installation of its own in a temporary folder (or in DIR, used again when it is
there), generates content, with --earlier also an open survey of 900 recipients and 2,500 practices
with so many closed ones behind it, and asks each page over Django's own client in one process: no
network, no browser. Prints a table; never fails by a clock.
"""

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

WANTED = ("organisations", "persons", "practices")
ROOT = Path(__file__).resolve().parent.parent


def prepare(folder: Path, wanted: dict[str, int]) -> None:
    """Set Django up on a database in `folder` that holds at least so many of each."""
    os.environ["KENNO_VAR"] = str(folder)
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from kenno.people.models import Organisation, User
    from kenno.practices.models import Practice

    call_command("prepare")
    for name, model in zip(WANTED, (Organisation, User, Practice), strict=True):
        missing = wanted[name] - model._default_manager.count()
        if missing > 0:
            started = time.perf_counter()
            call_command("generate", **{name: missing})
            print(f"generated {missing} {name} in {time.perf_counter() - started:.1f} s")


def generate_survey(earlier: int) -> None:
    """Make an open survey of a whole country with `earlier` closed ones behind it, once."""
    from django.core.management import call_command

    from kenno.surveys.models import SurveyRound

    if SurveyRound.objects.count() <= earlier:
        started = time.perf_counter()
        call_command("generate_survey", recipients=900, practices=2500, earlier=earlier)
        print(f"generated a survey in {time.perf_counter() - started:.1f} s")


def survey_addresses() -> dict[str, str]:
    """Return the pages of the newest survey, if there is one."""
    from kenno.surveys.models import Response, SurveyRound

    survey = SurveyRound.objects.filter(state="open").order_by("-pk").first()
    closed = SurveyRound.objects.filter(state="closed").order_by("-pk").first()
    if survey is None or closed is None:
        return {}
    here = f"/tyopoyta/kyselyt/{survey.pk}/"
    answered = Response.objects.filter(round=survey).select_related("municipality").first()
    return {
        "how a survey goes": f"{here}seuranta/",
        ".. municipalities": f"{here}seuranta/kunnat/",
        ".. municipalities, filtered": f"{here}seuranta/kunnat/?state=unreached",
        ".. one municipality": f"{here}seuranta/kunnat/{answered.municipality.slug_fi}/",
        ".. recipients": f"{here}vastaanottajat/",
        "public summary": f"/kyselyt/{closed.pk}/",
    }


def addresses() -> dict[str, str]:
    """Return the pages to measure; the fullest practice and municipality stand for their kinds."""
    from django.db.models import Count

    from kenno.people.models import Organisation
    from kenno.places.models import Municipality
    from kenno.practices.models import Practice

    fullest = Organisation.objects.annotate(n=Count("contacts")).order_by("-n", "pk").first()
    practice = Practice.objects.published().order_by("-completeness", "pk").first()
    busiest = Municipality.objects.annotate(n=Count("practices")).order_by("-n", "pk").first()
    return {
        "probe (/healthz)": "/healthz",
        "front page": "/",
        "list, all": "/kaytanteet/",
        "list, words and a filter": "/kaytanteet/?q=lasten+teatterikerho&region=17",
        "practice": practice.get_absolute_url(),
        "municipality": busiest.get_absolute_url(),
        "organisations": "/organisaatiot/",
        "organisations, looked for": "/organisaatiot/?q=teatteri",
        "organisation": fullest.get_absolute_url(),
        "workspace of a coordinator": "/tyopoyta/",
        ".. people": "/tyopoyta/ihmiset/",
        ".. people, looked for": "/tyopoyta/ihmiset/?q=alavieska",
        ".. organisations": "/tyopoyta/organisaatiot/",
        ".. contacts of one": f"/tyopoyta/organisaatiot/{fullest.pk}/yhteyshenkilot/",
        ".. messages": "/tyopoyta/viestit/",
        ".. events": "/tyopoyta/tapahtumat/",
        **survey_addresses(),
    }


def measure(rounds: int) -> None:
    """Print the table: median and 95th percentile in ms, ratio to the probe, queries, kilobytes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kenno.people.enums import Role
    from kenno.people.models import User
    from tests.utils.signing import give_second_factor

    client = Client(SERVER_NAME="localhost")
    coordinator = User.objects.filter(memberships__role=Role.COORDINATOR).first()
    if coordinator is None:
        from kenno.people.actions import add_person

        added = add_person(
            email="mittaus@kenno.example", role=Role.COORDINATOR, municipality=None, by=None
        )
        coordinator = added.membership.user
    client.force_login(coordinator)
    give_second_factor(client, coordinator)
    headings = ("median", "p95", "x probe", "queries", "kB", "kB gz")
    print(f"{'page':28}" + "".join(f"{heading:>9}" for heading in headings))
    probe = 0.0
    for name, address in addresses().items():
        body = client.get(address).content
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        asked = len(queries)
        assert response.status_code == 200, (address, response.status_code)
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - started) * 1000)
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
        probe = probe or median
        print(
            f"{name:28}{median:9.1f}{p95:9.1f}{median / probe:9.1f}{asked:9d}"
            f"{len(body) / 1000:9.1f}{len(gzip.compress(body)) / 1000:9.1f}"
        )


def main() -> None:
    """Read the command line, prepare, measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practices", type=int, default=5000)
    parser.add_argument("--persons", type=int, default=0)
    parser.add_argument("--organisations", type=int, default=0)
    parser.add_argument("--earlier", type=int, help="a survey with so many closed ones behind it")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="a folder to prepare once and use again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        wanted = {name: getattr(arguments, name) for name in WANTED}
        prepare(folder, wanted)
        if arguments.earlier is not None:
            generate_survey(arguments.earlier)
        measure(arguments.rounds)


if __name__ == "__main__":
    main()
