"""Contacts leave the reviewed text: they become persons' own cards, which show nothing unagreed.

An address in a revision cannot be removed when its owner asks, so the old keys go from there too.
"""

from datetime import timedelta

import django.db.models.deletion
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import migrations, models
from django.utils import timezone

OLD_FIELDS = ("contact_role", "contact_email", "willing_to_be_visited", "willing_to_mentor")
AT_A_TIME = 500
UNTITLED = "yhteyshenkilö"
EXAMPLE_TEXT = "Esimerkki: yhteyshenkilö on keksitty näyttämään, miten Kulttuurikenno toimii."


def _usable(email):
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


class _Cards:
    """Makes persons, organisations and cards, each once."""

    def __init__(self, apps):
        self.user = apps.get_model("people", "User")
        self.organisation = apps.get_model("people", "Organisation")
        self.contact = apps.get_model("people", "Contact")
        self.consent = apps.get_model("people", "Consent")
        self.organisations = {}
        self.cards = {}

    def organisation_of(self, place):
        if place.pk not in self.organisations:
            names = {name: getattr(place, name) for name in ("name_fi", "name_sv", "name_en")}
            found, _new = self.organisation.objects.get_or_create(
                kind="municipality", municipality=place, defaults=names
            )
            self.organisations[place.pk] = found
        return self.organisations[place.pk]

    def card_of(self, practice, told):
        """Return the card of who answered for a practice, or None without a usable address."""
        place = practice.municipality
        title = " ".join((told["contact_role"] or "").split())
        email = (told["contact_email"] or "").strip().lower()
        if not title and not email:
            return None
        organisation = self.organisation_of(place)
        if not email and practice.is_example:
            email = f"kulttuuri@{place.slug_fi}.example"
        if not _usable(email):
            # Nobody to ask for a consent: the title goes on as the organisation's general one.
            if title and not organisation.general_title:
                organisation.general_title = title
                organisation.save(update_fields=["general_title"])
            return None
        key = (email, organisation.pk, title or UNTITLED)
        if key not in self.cards:
            self.cards[key] = self._new_card(practice, told, *key)
        return self.cards[key]

    def _new_card(self, practice, told, email, organisation_id, title):
        person, _new = self.user.objects.get_or_create(
            email=email,
            defaults={
                "password": make_password(None),
                "is_example": practice.is_example,
                "language": practice.language if practice.language in ("sv", "en") else "fi",
            },
        )
        now = timezone.now()
        agreed = {}
        if practice.is_example:
            agreed = {
                "visibility": "role",
                "accepted_at": now,
                "confirmed_on": timezone.localdate(),
                "is_example": True,
            }
        card, _new = self.contact.objects.get_or_create(
            person=person,
            organisation_id=organisation_id,
            title=title,
            ends_on=None,
            defaults={
                "answers_questions": True,
                "receives_visits": bool(told["willing_to_be_visited"]),
                "mentors": bool(told["willing_to_mentor"]),
                "languages": practice.language,
                **agreed,
            },
        )
        if practice.is_example:
            self.consent.objects.create(
                person=person,
                contact=card,
                purpose="role",
                text=EXAMPLE_TEXT,
                text_version="example",
                language="fi",
                given_at=now,
                how="demonstration",
                expires_at=now + timedelta(days=730),
            )
        return card


def move_contacts(apps, schema_editor):
    """Make a card of each old contact: agreed to for examples, an unanswered one for others."""
    practice_model = apps.get_model("practices", "Practice")
    cards = _Cards(apps)
    practices = practice_model.objects.select_related("municipality", "latest_revision")
    changed = []
    for practice in practices.order_by("pk").iterator(chunk_size=AT_A_TIME):
        told = {name: getattr(practice, name) for name in OLD_FIELDS}
        if not told["contact_role"] and not told["contact_email"] and practice.latest_revision:
            newest = practice.latest_revision.content
            told = {name: newest.get(name) for name in OLD_FIELDS}
        card = cards.card_of(practice, told)
        if card is not None:
            practice_model.objects.filter(pk=practice.pk).update(contact=card)
        if practice.live and practice.contact_role:
            changed.append(practice.pk)
    # What was found by the title of someone who has not agreed is found by it no more.
    journal = apps.get_model("search", "IndexChange")
    journal.objects.bulk_create(journal(kind="practice", key=str(pk)) for pk in changed)


def scrub_revisions(apps, schema_editor):
    """Take the old keys out of every text that was ever saved of a practice."""
    types = apps.get_model("contenttypes", "ContentType").objects
    practice_type = types.filter(app_label="practices", model="practice").first()
    if practice_type is None:
        return
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type=practice_type
    )
    for revision in revisions.order_by("pk").iterator(chunk_size=AT_A_TIME):
        kept = {key: value for key, value in revision.content.items() if key not in OLD_FIELDS}
        if len(kept) != len(revision.content):
            revision.content = kept
            revision.save(update_fields=["content"])


def check_references_now(apps, schema_editor):
    """PostgreSQL changes no table that still has references to check at the end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0003_contacts"),
        ("practices", "0002_automatic_themes"),
        ("search", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="practices",
                to="people.contact",
                verbose_name="Kuka vastaa kysymyksiin?",
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="responsible_organisation",
            field=models.ForeignKey(
                blank=True,
                help_text="Jos organisaatio on luettelossa. Lukija pääsee siitä sen sivulle.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="practices",
                to="people.organisation",
                verbose_name="Vastuuorganisaatio",
            ),
        ),
        migrations.RunPython(move_contacts, migrations.RunPython.noop),
        migrations.RunPython(scrub_revisions, migrations.RunPython.noop),
        migrations.RunPython(check_references_now, migrations.RunPython.noop),
        migrations.RemoveField(model_name="practice", name="contact_email"),
        migrations.RemoveField(model_name="practice", name="contact_role"),
        migrations.RemoveField(model_name="practice", name="willing_to_be_visited"),
        migrations.RemoveField(model_name="practice", name="willing_to_mentor"),
    ]
