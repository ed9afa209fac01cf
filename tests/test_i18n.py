"""Four languages: complete, consistent, chosen per thread, with dates that are written and read alike."""

import re
import threading
from datetime import date, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook import i18n
from aidbook.i18n import (
    _,
    format_date,
    format_money,
    format_number,
    format_weight,
    ngettext,
    parse_date,
    using,
)
from aidbook.i18n.qt_strings import QT_STRINGS
from aidbook.resources import resource
from tools import catalogues

WEDNESDAY = "2026-03-25"
days = st.dates(date(1920, 1, 1), date(2100, 12, 31)).map(date.isoformat)
languages = st.sampled_from(list(i18n.LANGUAGES))


@pytest.fixture(params=catalogues.LANGUAGES)
def translated(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def placeholders(sentence: str) -> set[str]:
    named = {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None}
    return named | set(re.findall(r"%\d", sentence))


def test_every_language_has_every_sentence_of_the_source_translated(translated: str) -> None:
    catalogue = catalogues.read(translated)
    missing = [
        message.id
        for message in catalogues.messages(catalogues.extracted())
        if not (there := catalogue.get(message.id, message.context)) or not catalogues.is_translated(there)
    ]
    assert (len(missing), missing[:3]) == (0, []), "sentences wait for a translation: `python3 run.py i18n`"


def test_every_compiled_catalogue_is_what_its_text_compiles_to(translated: str) -> None:
    compiled = catalogues.po_path(translated).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.read(translated))


def test_no_translation_is_merely_guessed(translated: str) -> None:
    assert not [message.id for message in catalogues.read(translated) if message.fuzzy and message.id]


def test_every_translation_keeps_the_placeholders_of_its_source(translated: str) -> None:
    for message in catalogues.messages(catalogues.read(translated)):
        wanted = placeholders(catalogues.source(message))
        for translation in filter(None, catalogues.translations(message)):
            # A form for one may say "one" instead of the number.
            optional = {"n", "count", "number"} if message.pluralizable else set()
            assert placeholders(translation) <= wanted, message.id
            assert wanted - optional <= placeholders(translation), message.id


def test_the_dialogs_of_qt_speak_creole_too() -> None:
    with using("ht"):
        assert i18n.pgettext("Qt", "Cancel") == "Anile"
    catalogue = catalogues.read("ht")
    assert all((found := catalogue.get(text, "Qt")) and found.string for text in QT_STRINGS)


def test_a_sentence_without_a_translation_reads_english() -> None:
    with using("fr"):
        assert _("A sentence that nobody ever wrote") == "A sentence that nobody ever wrote"
        assert _("") == ""
        assert ngettext("{n} box of nobody", "{n} boxes of nobody", 3).format(n=3) == "3 boxes of nobody"


def test_a_language_we_do_not_speak_becomes_english() -> None:
    with using("tlh"):
        assert i18n.language() == "en"


def test_a_sheet_in_another_language_does_not_change_the_window_of_another_thread() -> None:
    seen: list[str] = []
    with using("ht"):
        thread = threading.Thread(target=lambda: seen.append(i18n.language()))
        thread.start()
        thread.join()
        assert i18n.language() == "ht"
    assert seen == ["en"]


def test_the_language_of_the_program_holds_in_threads_begun_earlier() -> None:
    chosen, seen = threading.Event(), []

    def read() -> None:
        chosen.wait(5)
        seen.append(i18n.language())

    thread = threading.Thread(target=read)
    thread.start()
    try:
        i18n.set_language("es")
        chosen.set()
        thread.join()
    finally:
        i18n.set_language("en")
    assert seen == ["es"]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ht_HT.UTF-8"}, "ht"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_CA.UTF-8"}, "fr"),
        ({"LANGUAGE": "de:es", "LANG": "en_US.UTF-8"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_first_language_is_the_systems(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.best_language() == language


@pytest.mark.parametrize(
    ("language", "full", "long", "short", "weekday", "month"),
    [
        ("en", "Saturday 28 March 2026", "28 March 2026", "28 March", "Saturday", "March 2026"),
        ("es", "sábado 28 de marzo de 2026", "28 de marzo de 2026", "28 de marzo", "sábado", "marzo de 2026"),
        ("fr", "samedi 28 mars 2026", "28 mars 2026", "28 mars", "samedi", "mars 2026"),
        ("ht", "samdi 28 mas 2026", "28 mas 2026", "28 mas", "samdi", "mas 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(
    language: str, full: str, long: str, short: str, weekday: str, month: str
) -> None:
    with using(language):
        assert format_date("2026-03-28") == full
        assert format_date("2026-03-28", "long") == long
        assert format_date("2026-03-28", "short") == short
        assert format_date("2026-03-28", "weekday") == weekday
        assert format_date("2026-03-28", "month") == format_date("2026-03", "month") == month


@given(day=days, language=languages, style=st.sampled_from(["full", "long"]))
def test_every_day_reads_back_as_it_was_written(day: str, language: str, style: str) -> None:
    with using(language):
        assert parse_date(format_date(day, "full" if style == "full" else "long"), WEDNESDAY) == day


@given(today=days, ahead=st.integers(-150, 150), language=languages)
def test_a_day_without_a_year_is_the_nearest(today: str, ahead: int, language: str) -> None:
    day = date.fromisoformat(today) + timedelta(days=ahead)
    if (day.month, day.day) == (2, 29):
        return
    with using(language):
        assert parse_date(format_date(day.isoformat(), "short"), today) == day.isoformat()


@given(text=st.text(max_size=20), language=languages)
def test_no_text_whatsoever_breaks_the_reading_of_days(text: str, language: str) -> None:
    with using(language):
        found = parse_date(text, WEDNESDAY)
    assert found is None or date.fromisoformat(found)


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("en", "2026-03-28", "2026-03-28"),
        ("en", "2026-3-8", "2026-03-08"),
        ("en", "28/3", "2026-03-28"),
        ("en", "3/28", "2026-03-28"),
        ("en", "28.3.26", "2026-03-28"),
        ("en", "12/31/89", "1989-12-31"),
        ("en", "March 28th, 2026", "2026-03-28"),
        ("en", "sat", "2026-03-28"),
        ("en", "wed", "2026-03-25"),
        ("en", "next wed", "2026-04-01"),
        ("en", "next friday", "2026-03-27"),
        ("en", "last monday", "2026-03-23"),
        ("en", "Today", "2026-03-25"),
        ("en", "tomorrow", "2026-03-26"),
        ("es", "4/3", "2026-03-04"),
        ("es", "sáb", "2026-03-28"),
        ("es", "mañana", "2026-03-26"),
        ("es", "pasado mañana", "2026-03-27"),
        ("es", "el viernes que viene", "2026-03-27"),
        ("es", "28 de marzo", "2026-03-28"),
        ("fr", "28 mars 2026", "2026-03-28"),
        ("fr", "1er mai", "2026-05-01"),
        ("fr", "mar 31 mars", "2026-03-31"),
        ("fr", "aujourd’hui", "2026-03-25"),
        ("fr", "après-demain", "2026-03-27"),
        ("fr", "vendredi prochain", "2026-03-27"),
        ("fr", "saturday", "2026-03-28"),
        ("ht", "samdi", "2026-03-28"),
        ("ht", "28 mas 2026", "2026-03-28"),
        ("ht", "jodi a", "2026-03-25"),
        ("ht", "demen", "2026-03-26"),
        ("ht", "vandredi pwochen", "2026-03-27"),
        ("ht", "next friday", "2026-03-27"),
    ],
)
def test_a_day_is_read_in_any_usual_way(language: str, typed: str, day: str) -> None:
    with using(language):
        assert parse_date(typed, WEDNESDAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4/3",
        "4/3/1990",
        "sun 28 march",
        "30 feb",
        "ju 4",
        "28",
        "2 cases",
        "2026-02-30",
        "31/4",
        "1/2/345",
    ],
)
def test_what_could_mean_two_days_or_none_is_not_guessed(typed: str) -> None:
    assert parse_date(typed, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("language", "number", "money", "weight"),
    [
        ("en", "12,345", "$2,000.50", "27.2 lb"),
        ("es", "12,345", "$2,000.50", "27.2 lb"),
        ("fr", "12 345", "2 000,50 $US", "27,2 lb"),
        ("ht", "12 345", "2 000,50 $US", "27,2 lb"),
    ],
)
def test_numbers_money_and_weights_follow_the_language(
    language: str, number: str, money: str, weight: str
) -> None:
    with using(language):
        figures = format_number(12345), format_money(200_050, "USD"), format_weight(12_345_678, "lb")
    assert tuple(figure.replace("\u00a0", " ") for figure in figures) == (number, money, weight)


@pytest.mark.parametrize(
    ("mg", "unit", "written"),
    [
        (453_592, "lb", "1 lb"),
        (500_000, "kg", "0.5 kg"),
        (12_345_678, "kg", "12.3 kg"),
        (-2_500, "g", "-3 g"),
    ],
)
def test_a_weight_is_rounded_to_what_a_scale_shows(mg: int, unit: i18n.WeightUnit, written: str) -> None:
    assert format_weight(mg, unit).replace("\u00a0", " ") == written


def test_what_french_and_creole_write_can_be_drawn_by_every_font_we_ship() -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    text = "".join(format_date(f"2026-{month:02}-01") for month in range(1, 13))
    for language in i18n.LANGUAGES:
        with using(language):
            text += format_number(1_234_567) + format_money(1_234_567, "EUR")
    for font in ("AtkinsonHyperlegible-Regular", "DejaVuSans"):
        drawn = TTFont(font, str(resource("fonts", f"{font}.ttf"))).face.charToGlyph
        assert not {character for character in text if ord(character) not in drawn}
