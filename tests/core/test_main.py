import sys

import pytest

from kenno.__main__ import main


@pytest.mark.parametrize("name", ["compile_translations", "compile-translations"])
def test_command_may_be_written_with_dashes(monkeypatch, capsys, tmp_path, settings, name):
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(sys, "argv", ["kenno", name, "--verbosity=0"])
    main()
    assert capsys.readouterr().err == ""


def test_command_that_does_not_exist_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["kenno", "no-such-thing"])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 1
    assert "Unknown command: 'no_such_thing'" in capsys.readouterr().err
