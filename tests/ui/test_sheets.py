"""The page of sheets: what is seen is what is printed and saved, each time under a number of its own."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, members, pantry, recalls
from aidbook.actions.receiving import Head, Line, receive
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.sheets import catalog
from aidbook.sheets.values import LabelsOf, PaperName, People
from aidbook.store.book import Book
from aidbook.store.prints import last_print
from aidbook.store.source_figures import source_lines
from aidbook.ui import jobs
from aidbook.ui.session import Session
from aidbook.ui.sheets import printing
from aidbook.ui.sheets.labels_asked import thing_of
from aidbook.ui.sheets.making import KINDS, Answers, file_name
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.sheets.pdf import Pdf
from aidbook.ui.widgets import choose_file
from tests.sheets.pretend import pdf_of

TODAY = "2026-03-25"


@dataclass(frozen=True)
class Day:
    """A Saturday that is over, one to come, and somebody who is expected on both."""

    past: Id
    coming: Id
    rosa: Id
    household: Id
    paul: Id


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let today be the Wednesday between the two Saturdays."""
    monkeypatch.setattr("aidbook.clock.today", lambda: TODAY)


@pytest.fixture
def day(book: Book) -> Day:
    """Give a book with two distributions."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    rosa = members.add_member(book, "Rosa Luz", family_name="Luz", counted={"0-17": 2})
    paul = members.add_member(book, "Paul Brun", family_name="Brun")
    homes = [person.household for one in (rosa, paul) if (person := book.get(Member, one.id))]
    past = distributions.plan_distribution(book, "2026-03-21", {beans: 2}, slots=("10:00", "11:00")).id
    coming = distributions.plan_distribution(book, "2026-03-28", {beans: 2}, slots=("10:00", "11:00")).id
    assert homes[0]
    assert homes[1]
    for one in (past, coming):
        distributions.sign_up(book, one, homes[0], slot="10:00")
    distributions.check_in(book, past, homes[0])
    distributions.close_distribution(book, past)
    return Day(past, coming, rosa.id, homes[0], homes[1])


@pytest.fixture
def page(book: Book, qtbot: QtBot) -> Iterator[SheetsPage]:
    """Give the page of Eastside's book, in its own window."""
    session = Session(book)
    made = SheetsPage(session)
    session.changed.connect(lambda kinds: made.refresh() if kinds & made.kinds else None)
    qtbot.addWidget(made)
    made.resize(1120, 640)
    made.show()
    yield made
    jobs.stop_all()


def shown(page: SheetsPage, qtbot: QtBot) -> Pdf:
    """Read the book again, wait until the page is drawn, and return what is shown."""
    with qtbot.waitSignal(page.paper.preview.drawn, timeout=30_000):
        page.refresh()
    assert page.made is not None
    return page.made.pdf


def saved(page: SheetsPage, qtbot: QtBot, command: str = "save") -> str:
    """Do one of the ways to save, and return what is said of it."""
    with qtbot.waitSignal(page.session.happened, timeout=30_000) as heard:
        page.do(command)
    assert heard.args is not None
    return str(heard.args[0])


def answer_file(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str = "") -> list[str]:
    """Answer for a person where to save; return the list of the names that are suggested."""
    suggested: list[str] = []

    def answer(_parent: QWidget, _title: str, _kinds: str, suggestion: str) -> Path:
        suggested.append(suggestion)
        return folder / (name or suggestion)

    monkeypatch.setattr(choose_file, "save_file", answer)
    return suggested


def words(pdf: bytes) -> str:
    """Return what a PDF says."""
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def test_preview_shows_the_pages_of_the_real_pdf(page: SheetsPage, day: Day, qtbot: QtBot) -> None:
    page.choose("list")
    pdf = shown(page, qtbot)
    real = pdf_of(page.session.book, "list", distribution=day.coming, number=0)
    assert pdf.data == real
    picture = page.paper.preview.picture()
    assert picture is not None
    assert picture == Pdf(real).picture(0, picture.width())
    assert page.paper.preview.pages() == len(Pdf(real)) > 0
    qtbot.waitUntil(lambda: "Luz" in page.paper.preview.area.accessibleDescription())


def test_the_keyboard_turns_pages_and_enlarges_them(page: SheetsPage, day: Day, qtbot: QtBot) -> None:
    assert day
    for number in range(60):
        members.add_member(page.session.book, f"Ana {number}", family_name=f"Paz {number}")
    distributions.edit_distribution(page.session.book, day.coming, everyone=True)
    page.choose("list")
    shown(page, qtbot)
    preview = page.paper.preview
    assert preview.pages() > 2
    QTest.keyClick(preview.area, Qt.Key.Key_PageDown)
    assert preview.page() == 1
    QTest.keyClick(preview.area, Qt.Key.Key_End)
    assert preview.page() == preview.pages() - 1
    QTest.keyClick(preview.area, Qt.Key.Key_Home)
    assert preview.page() == 0
    before = preview.picture()
    with qtbot.waitSignal(preview.drawn):
        page.do("larger")
    after = preview.picture()
    assert before is not None
    assert after is not None
    assert after.width() > before.width()


def test_saved_file_is_the_pdf_and_bears_a_print_number(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer_file(monkeypatch, tmp_path, "door.pdf")
    page.choose("list")
    shown(page, qtbot)
    assert saved(page, qtbot) == "Saved door.pdf as sheet 1."
    file = (tmp_path / "door.pdf").read_bytes()
    assert file == pdf_of(page.session.book, "list", distribution=day.coming, number=1)
    assert "Sheet 1" in words(file)
    assert saved(page, qtbot) == "Saved door.pdf as sheet 2."


def test_looking_takes_no_print_number(page: SheetsPage, day: Day, qtbot: QtBot) -> None:
    recalls.recall(page.session.book, "Metal in the cans", codes=["4006381333931"])
    page.questions.people.choose([day.rosa])
    beans = pantry.add_item(page.session.book, "Corn", unit="can").id
    came = receive(page.session.book, Head(source_name="Bakery", on="2026-03-20"), [Line(item=beans)])
    page.open(f"receipt {came.id}")
    page.open(f"thanks {next(each.id for each in source_lines(page.session.book) if each.name)}")
    page.open(f"labels {thing_of([LabelsOf(beans)])}")
    for sheet in catalog.SHEETS:
        page.choose(sheet)
        assert "Preview" in words(shown(page, qtbot).data)
        assert last_print(page.session.book, sheet, day.coming, KINDS) is None
    assert page.session.book.next_number("print") == 1


def test_a_file_that_cannot_be_written_takes_no_print_number(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert day
    answer_file(monkeypatch, tmp_path / "no such folder")
    shown(page, qtbot)
    with qtbot.waitSignal(page.session.refused) as heard:
        page.do("save")
    assert heard.args is not None
    assert "could not be written" in heard.args[0].what
    assert "another folder" in heard.args[0].remedy
    assert page.session.book.next_number("print") == 1


def test_file_names_hold_nobodys_name(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    distributions.edit_distribution(page.session.book, day.coming, title="At Rosa Luz's")
    suggested = answer_file(monkeypatch, tmp_path)
    page.choose("signatures")
    shown(page, qtbot)
    saved(page, qtbot)
    assert suggested == ["Signature sheet 2026-03-28.pdf"]


@pytest.mark.parametrize("sheet", catalog.SHEETS)
def test_no_sheet_s_file_is_called_by_what_somebody_typed(page: SheetsPage, day: Day, sheet: str) -> None:
    book = page.session.book
    distributions.edit_distribution(book, day.coming, title="At Rosa Luz's", where="Rosa Luz's garage")
    beans = pantry.add_item(book, "Rosa Luz's beans").id
    came = receive(book, Head(source_name="Rosa Luz"), [Line(item=beans)])
    (source,) = (each.id for each in source_lines(book) if each.name == "Rosa Luz")
    past = catalog.SHEETS[sheet].of == "day"
    for thing in ("2026-03-20",) if past else (day.coming, beans, came.id, source, None):
        answers = Answers(sheet, thing, "en", people=People((day.rosa,)))
        name = file_name(book, answers, ".pdf")
        assert name in {f"{catalog.SHEETS[sheet].title}{on}.pdf" for on in ("", " 2026-03-28", " 2026-03-20")}


def test_the_printer_gets_the_pages_that_were_asked_for(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def answer(_parent: QWidget, paper: PaperName, pdf: Pdf) -> QPrinter:
        printer = printing.set_up(QPrinter(), paper, pdf)
        assert printer.docName() == "AidBook"  # queues and printers keep it
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printer.setResolution(72)
        return printer

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask_printer", answer)
    page.choose("list")
    pages = len(shown(page, qtbot))
    said = saved(page, qtbot, "print")
    assert said.startswith(f"Printed {pages} page")
    assert said.endswith("as sheet 1.")
    paper = Pdf((tmp_path / "paper.pdf").read_bytes())
    assert len(paper) == pages
    assert page.made is not None
    wide, high = page.made.pdf.sizes[0]
    assert paper.sizes[0] == pytest.approx((wide, high), abs=2)
    found = last_print(page.session.book, "list", day.coming, KINDS)
    assert found is not None
    assert found.number == 1


def test_without_a_printer_the_remedy_is_a_file(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert day
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    shown(page, qtbot)
    with qtbot.waitSignal(page.session.refused) as heard:
        page.do("print")
    assert heard.args is not None
    error = heard.args[0]
    assert isinstance(error, UserError)
    assert "No printer" in error.what
    assert "Save as PDF" in error.remedy
    assert page.session.book.next_number("print") == 1


def test_a_print_whose_data_has_changed_says_so(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer_file(monkeypatch, tmp_path)
    page.choose("list")
    shown(page, qtbot)
    assert not page.paper.notice.isVisible()
    saved(page, qtbot)
    shown(page, qtbot)
    assert not page.paper.notice.isVisible()
    distributions.sign_up(page.session.book, day.coming, day.paul, slot="11:00")
    shown(page, qtbot)
    assert page.paper.notice.isVisible()
    assert "Sheet 1" in page.paper.notice.text()
    saved(page, qtbot)
    shown(page, qtbot)
    assert not page.paper.notice.isVisible()


def test_what_a_sheet_does_not_show_makes_no_print_out_of_date(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer_file(monkeypatch, tmp_path)
    page.choose("list")
    shown(page, qtbot)
    saved(page, qtbot)
    members.edit_member(page.session.book, day.rosa, phone="555-0142")
    page.questions.order.show_value("slot")
    shown(page, qtbot)
    assert not page.paper.notice.isVisible()


def test_the_next_distribution_is_meant_and_for_a_report_the_last(
    page: SheetsPage, day: Day, qtbot: QtBot
) -> None:
    shown(page, qtbot)
    assert page.questions.day.value() == day.coming
    page.choose("day")
    assert page.questions.day.value() == day.past


def test_a_distribution_one_came_from_is_the_one_the_sheets_are_about(
    page: SheetsPage, day: Day, qtbot: QtBot
) -> None:
    page.open(day.past)
    page.choose("list")
    assert "21 March 2026" in words(shown(page, qtbot).data)
    assert page.questions.day.value() == day.past


def test_a_sheet_is_in_the_books_language_until_another_is_chosen(
    page: SheetsPage, day: Day, qtbot: QtBot
) -> None:
    assert day
    assert "28 March" in words(shown(page, qtbot).data)
    page.questions.language.show_value("fr")
    assert "28 mars" in words(shown(page, qtbot).data)
    page.questions.second.show_value("es")
    both = words(shown(page, qtbot).data)
    assert "28 mars" in both
    assert "28 de marzo" in both


def test_a_report_is_saved_as_a_table_with_the_same_figures(
    page: SheetsPage, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.choose("day")
    shown(page, qtbot)
    answer_file(monkeypatch, tmp_path, "day.csv")
    assert saved(page, qtbot, "save-table") == "Saved day.csv as sheet 1."
    values = catalog.values(page.session.book, "day", distribution=day.past, number=1)
    table = catalog.table("day", values, "en")
    read = list(csv.reader(io.StringIO((tmp_path / "day.csv").read_text("utf-8-sig"))))
    assert read[0] == list(table.titles)
    assert read[1:] == [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    answer_file(monkeypatch, tmp_path, "day")
    assert saved(page, qtbot, "save-table") == "Saved day.xlsx as sheet 2."
    assert (tmp_path / "day.xlsx").read_bytes()[:2] == b"PK"


def test_only_reports_are_saved_as_tables(page: SheetsPage, day: Day, qtbot: QtBot) -> None:
    assert day
    page.choose("list")
    shown(page, qtbot)
    page.do("save-table")
    assert page.session.book.next_number("print") == 1


def test_without_a_distribution_the_page_teaches_where_sheets_come_from(
    page: SheetsPage, qtbot: QtBot
) -> None:
    page.choose("list")
    page.refresh()
    qtbot.waitUntil(page.paper._no_days.isVisible)
    assert not page.main_action or not page.main_action.isEnabled()
    page.choose("sign-up")
    assert words(shown(page, qtbot).data)


@pytest.mark.parametrize(
    "sheet", ["stock-card", "recall", "receipt", "thanks", "labels", "cards", "member-page"]
)
def test_a_sheet_about_what_is_gone_meanwhile_says_so_in_words(
    page: SheetsPage, sheet: str, qtbot: QtBot
) -> None:
    page.open(f"{sheet} {'0' * 32}")
    qtbot.waitUntil(lambda: page.paper.refusal.isVisible() or page.made is not None)
    assert page.paper.preview.pages() == 0 or page.made is not None
    other = SheetsPage(page.session)
    qtbot.addWidget(other)
    other.take(page.keep())
    assert other.questions.answers() == page.questions.answers()


def test_answers_outlive_a_change_of_language(page: SheetsPage, day: Day, qtbot: QtBot) -> None:
    page.choose("signatures")
    page.open(day.past)
    page.questions.paper.show_value("Letter")
    page.questions.language.show_value("ht")
    other = SheetsPage(page.session)
    qtbot.addWidget(other)
    other.take(page.keep())
    assert other.questions.answers() == page.questions.answers()
    assert other.sheet() == "signatures"
