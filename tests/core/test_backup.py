import json
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kenno.core import backup
from kenno.core.backup import BackupError, make_backup, restore_backup
from kenno.people.models import User

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture(settings) -> Path:
    settings.MEDIA_ROOT.mkdir()
    path = settings.MEDIA_ROOT / "kuva.webp"
    path.write_bytes(b"before")
    return path


def emails() -> list[str]:
    return list(User.objects.order_by("email").values_list("email", flat=True))


@committed
def test_backup_brings_back_database_and_uploads(tmp_path, picture):
    User.objects.create_user("before@kenno.example")
    size = make_backup(tmp_path / "copies" / "kenno.tar.gz")
    assert size == (tmp_path / "copies" / "kenno.tar.gz").stat().st_size

    User.objects.all().delete()
    User.objects.create_user("after@kenno.example")
    picture.write_bytes(b"after")
    picture.with_name("new.webp").write_bytes(b"new")
    manifest = restore_backup(tmp_path / "copies" / "kenno.tar.gz", force=True)

    assert emails() == ["before@kenno.example"]
    assert {path.name: path.read_bytes() for path in picture.parent.iterdir()} == {
        "kuva.webp": b"before"
    }
    assert (manifest["format"], manifest["database"]) == (1, connection.vendor)


@committed
def test_backup_leaves_no_working_files_and_is_private(tmp_path, picture):
    make_backup(tmp_path / "kenno.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kenno.tar.gz", "media"]
    assert (tmp_path / "kenno.tar.gz").stat().st_mode & 0o777 == 0o600


@committed
def test_commands_back_up_and_restore(tmp_path, picture, capsys):
    User.objects.create_user("before@kenno.example")
    call_command("backup", str(tmp_path / "kenno.tar.gz"))
    User.objects.all().delete()
    with pytest.raises(CommandError, match="--force"):
        call_command("restore", str(tmp_path / "kenno.tar.gz"))
    call_command("restore", str(tmp_path / "kenno.tar.gz"), "--force")
    assert emails() == ["before@kenno.example"]
    assert "Restored the backup of " in capsys.readouterr().out


@committed
def test_restore_that_fails_on_the_way_changes_nothing(tmp_path, picture):
    make_backup(tmp_path / "kenno.tar.gz")
    User.objects.create_user("after@kenno.example")
    with tarfile.open(tmp_path / "kenno.tar.gz") as archive:
        archive.extractall(tmp_path / "broken", filter="data")
    database = tmp_path / "broken" / backup.DATABASE[connection.vendor]
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2] + b"SELECT 1/0;\n" * 2000)
    with tarfile.open(tmp_path / "broken.tar.gz", "w:gz") as archive:
        for path in (tmp_path / "broken").iterdir():
            archive.add(path, path.name)
    with pytest.raises(BackupError):
        restore_backup(tmp_path / "broken.tar.gz", force=True)
    assert emails() == ["after@kenno.example"]
    assert picture.read_bytes() == b"before"


def test_backup_never_overwrites_a_file(tmp_path):
    target = tmp_path / "kenno.tar.gz"
    target.write_bytes(b"older backup")
    with pytest.raises(BackupError, match="never overwrites"):
        make_backup(target)
    assert target.read_bytes() == b"older backup"


def test_restore_refuses_to_replace_data(db, tmp_path):
    (tmp_path / "kenno.tar.gz").write_bytes(b"")
    with pytest.raises(BackupError, match="--force replaces all of it"):
        restore_backup(tmp_path / "kenno.tar.gz")


def packed(target: Path, manifest: dict[str, object]) -> Path:
    (target.parent / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(target, "w:gz") as archive:
        archive.add(target.parent / "manifest.json", "manifest.json")
    return target


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path, "There is no file"),
        (lambda path: path.write_bytes(b"not an archive") and path, "is not a whole backup"),
        (lambda path: packed(path, {"format": 99}), "another version"),
        (lambda path: packed(path, {"format": 1, "database": "oracle"}), "The backup is of oracle"),
    ],
    ids=["missing", "no archive", "other version", "other database"],
)
def test_restore_refuses_what_is_no_backup_of_this_installation(db, tmp_path, make, reason):
    with pytest.raises(BackupError, match=reason):
        restore_backup(make(tmp_path / "kenno.tar.gz"), force=True)


def test_backup_without_postgresql_s_programs_says_what_is_needed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is needed and was not found"):
        backup._run_postgresql("pg_dump")
