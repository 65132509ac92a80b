import pytest


@pytest.fixture
def picture(settings):
    folder = settings.MEDIA_ROOT / "images"
    folder.mkdir(parents=True)
    (folder / "kuva.webp").write_bytes(b"picture")
    (settings.MEDIA_ROOT / "secret.pdf").write_bytes(b"secret")


def test_image_is_served_for_a_long_time(client, picture):
    response = client.get("/media/images/kuva.webp")
    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/media/images/toinen.webp", 404),
        ("/media/images/", 404),
        ("/media/images/../secret.pdf", 400),
        ("/media/images/%2e%2e/secret.pdf", 400),
        ("/media/secret.pdf", 404),
    ],
)
def test_image_view_serves_nothing_else(client, db, picture, address, status):
    assert client.get(address).status_code == status
