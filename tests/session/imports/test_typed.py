from __future__ import annotations

import os
from pathlib import Path

import pytest

from selfcheck.session.imports.typed import typed_path


@pytest.mark.parametrize(
    "form",
    [
        "{path}",
        "  {path} ",
        "'{path}'",
        '"{path}"',
        "file://{quoted}",
        "file://localhost{quoted}",
        "file:{quoted}",
        pytest.param("{escaped}", marks=pytest.mark.skipif(os.name != "posix", reason="a backslash is a separator")),
    ],
)
@pytest.mark.parametrize("name", ["plain.zip", "my data (1).zip", "100%25.zip", "사진 모음.zip", "it's.zip"])
def test_a_path_is_found_however_a_terminal_or_a_file_manager_writes_it(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    escaped = "".join(f"\\{sign}" if sign in " ()'" else sign for sign in str(path))
    assert typed_path(form.format(path=path, quoted=path.as_uri().removeprefix("file://"), escaped=escaped)) == path


def test_home_is_meant_by_the_tilde_and_what_leads_nowhere_stays_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    assert typed_path("~/x.zip") == Path("/nonexistent/x.zip")
    assert typed_path("~nobody-of-this-name/x") == Path("~nobody-of-this-name/x")
    assert typed_path("nul\0.zip") == Path("nul\0.zip")
