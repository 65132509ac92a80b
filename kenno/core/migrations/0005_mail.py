import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import kenno.core.models
from django.conf import settings
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """Give earlier messages their own Message-ID; the failed ones had used up their tries."""
    messages = apps.get_model("core", "OutboxMessage").objects
    for pk in messages.order_by("pk").values_list("pk", flat=True).iterator():
        messages.filter(pk=pk).update(message_id=kenno.core.models.new_message_id())
    messages.filter(state="failed").update(state="refused", refusal="exhausted")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_message_extras"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tried", "Yritys ei onnistunut"),
                            ("interrupted", "Lähetys keskeytyi"),
                            ("sent", "Lähetetty"),
                            ("refused", "Ei lähtenyt"),
                            ("retried", "Pyydetty lähettämään uudelleen"),
                            ("delayed", "Viivästyy"),
                            ("bounced", "Palautui"),
                            ("complained", "Vastaanottaja ilmoitti roskapostiksi"),
                            ("unsubscribed", "Vastaanottaja kielsi viestit"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                ("report_id", models.CharField(blank=True, max_length=200, null=True, unique=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SuppressedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "viesti palautui: osoite ei toimi"),
                            ("complaint", "vastaanottaja ilmoitti viestin roskapostiksi"),
                            ("asked", "vastaanottaja kielsi viestit"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_sent_at_when_sent",
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="complained_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="html",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="language",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="message_id",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="refusal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("suppressed", "osoitteeseen ei lähetetä viestejä"),
                    ("rejected", "vastaanottajan palvelin ei ota viestiä vastaan"),
                    ("unsendable", "viestistä ei saa lähetettävää"),
                    ("exhausted", "yrityksiä on ollut liian monta"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="service_id",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "odottaa"),
                    ("sending", "lähdössä"),
                    ("sent", "lähetetty"),
                    ("bounced", "palautui"),
                    ("refused", "ei lähtenyt"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="outboxmessage",
            name="message_id",
            field=models.CharField(
                default=kenno.core.models.new_message_id, max_length=200, unique=True
            ),
        ),
        migrations.AddIndex(
            model_name="auditrecord",
            index=models.Index(fields=["action", "-at"], name="audit_action"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["service_id"], name="outbox_service_id"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                django.db.models.functions.text.Lower("recipient"), name="outbox_recipient"
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state__in", ("sent", "bounced"))),
                    models.Q(
                        models.Q(("state__in", ("sent", "bounced")), _negated=True),
                        ("sent_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="outbox_sent_at_when_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refusal", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="outbox_refusal_when_refused",
            ),
        ),
        migrations.AddField(
            model_name="messageevent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="messageevent",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="core.outboxmessage",
            ),
        ),
        migrations.AddField(
            model_name="suppressedaddress",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.outboxmessage",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppressedaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", django.db.models.functions.text.Lower(models.F("address")))
                ),
                name="suppressed_address_lower_case",
            ),
        ),
    ]
