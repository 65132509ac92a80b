from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_data_rights")]

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
                    ("confirm-contacts", "yhteystietojen vahvistus"),
                    ("confirm-practices", "käytänteiden vahvistus"),
                    ("inquiry-confirm", "kysymyksen vahvistus"),
                    ("inquiry-sender", "oman kysymyksen tila"),
                    ("inquiry-receiver", "lähettäjän sulkeminen ja ilmoitus"),
                ],
                max_length=20,
            ),
        ),
    ]
