"""The house: what travels with the program, where files lie, and what must never be committed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import aidbook
from aidbook import paths
from aidbook.resources import resource

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "face", ["AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold", "AtkinsonHyperlegible-Italic"]
)
def test_the_reading_font_has_every_letter_of_our_languages(face: str) -> None:
    assert not set("áàâéèêíîñóòôúûùüçœ¡¿«»’“”…–€½·") - drawn_by(face)


@pytest.mark.parametrize("face", ["DejaVuSans", "DejaVuSans-Bold"])
def test_the_fallback_font_has_the_tick_boxes(face: str) -> None:
    assert not set("☐✓→") - drawn_by(face)


@pytest.mark.parametrize("face", ["NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold"])
def test_the_arabic_font_has_arabic_and_its_joined_forms(face: str) -> None:
    assert not set("محمدعليﻣﺤﻤﺪ") - drawn_by(face)


def drawn_by(face: str) -> set[str]:
    from reportlab.pdfbase.ttfonts import TTFont

    return set(map(chr, TTFont(face, str(resource("fonts", f"{face}.ttf"))).face.charToGlyph))


def test_every_font_has_its_licence_beside_it() -> None:
    families = {font.stem.partition("-")[0] for font in resource("fonts").glob("*.ttf")}
    assert families
    assert all(resource("fonts", f"LICENSE-{family}.txt").is_file() for family in families)


def test_every_icon_takes_the_colour_it_is_given() -> None:
    icons = {icon for icon in resource("icons").glob("*.svg") if icon.stem != "aidbook"}
    assert icons
    assert not [
        icon.name for icon in icons if 'stroke="currentColor"' not in icon.read_text(encoding="utf-8")
    ]


def test_everything_of_a_person_lies_in_one_private_folder_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDBOOK_HOME", str(tmp_path / "carried"))
    folders = [paths.data_dir(), paths.config_dir(), paths.log_dir()]
    assert {folder.parent for folder in folders} == {tmp_path / "carried"}
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    assert paths.default_book().parent == paths.data_dir()
    assert not paths.default_book().exists()


def test_without_being_asked_files_go_where_the_system_wants_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIDBOOK_HOME", raising=False)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))
    folders = {paths.data_dir(), paths.config_dir(), paths.log_dir()}
    assert len(folders) == 3
    assert all(tmp_path in folder.parents for folder in folders)


def test_the_program_and_its_package_have_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == aidbook.__version__


def test_the_lock_names_every_dependency_exactly_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    names = {re.split(r"[<>=! ]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    assert names <= locked
    assert len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")


def test_importing_the_words_of_the_program_loads_nothing_heavy() -> None:
    heavy = {"babel", "reportlab", "PySide6", "xlsxwriter", "platformdirs"}
    ask = "import sys, aidbook.i18n, aidbook.paths, aidbook.resources, aidbook.errors; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not heavy & set(loaded)
