from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_contact_links")]

    operations = [
        migrations.AlterField(
            model_name="signedlink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign-in", "kirjautuminen"),
                    ("confirm-search", "hakuvahdin vahvistus"),
                    ("saved-search", "hakuvahdin hallinta"),
                    ("contact", "kutsu yhteyshenkilöksi"),
                    ("inquiry-confirm", "kysymyksen vahvistus"),
                    ("inquiry-sender", "oman kysymyksen tila"),
                    ("inquiry-receiver", "lähettäjän sulkeminen ja ilmoitus"),
                ],
                max_length=20,
            ),
        ),
    ]
