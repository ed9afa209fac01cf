"""Keeps the catalogues in resources/i18n in step with the sentences in the source: `python3 run.py i18n`.

Extracts every marked sentence, brings each language's .po up to date, compiles the .mo beside it and says how complete
each is. What nobody fluent has read carries the comment `# unreviewed`; who has read it deletes that line. Sentences
about allergens and consent say `# unreviewed, read first`: a mistake there hurts somebody.

`python3 run.py i18n --unreviewed LANGUAGE` lists what to read, those first.
"""

import argparse
import io
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "fr", "ht")
UNREVIEWED = "unreviewed"
READ_FIRST = "unreviewed, read first"

_KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "P_": ((1, "c"), 2),
}
_TENDER = re.compile(
    r"\b(allerg|consent|agree|diet|contains|without|nuts?\b|milk|gluten|halal|kosher|vegan|forget|private)",
    re.IGNORECASE,
)
# A catalogue's dates would change it at every run; git knows when it was changed.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def po_path(language: str) -> Path:
    """Return where a language's catalogue is written by hand."""
    return ROOT / "resources" / "i18n" / language / "LC_MESSAGES" / "aidbook.po"


def extracted() -> Catalog:
    """Return every sentence marked in the source, with the files it stands in."""
    template = _empty(None)
    for file, line, message, comments, context in extract_from_dir(
        ROOT / "src" / "aidbook",
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("translators:",),
        strip_comment_tags=True,
    ):
        place = (f"src/aidbook/{Path(file).as_posix()}", line)
        template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def read(language: str) -> Catalog:
    """Return a language's catalogue as it stands, empty where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with just the sentences of `template`; new ones wait, marked unreviewed."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    for message in messages(catalogue):
        if not is_translated(message) and not is_unreviewed(message):
            message.user_comments = [READ_FIRST if _TENDER.search(source(message)) else UNREVIEWED]
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as the program reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def messages(catalogue: Catalog) -> list[Message]:
    """Return the catalogue's sentences, without its header."""
    return [message for message in catalogue if message.id]


def source(message: Message) -> str:
    """Return the English of a message; of one with a plural, both forms."""
    return message.id if isinstance(message.id, str) else "\n".join(message.id)


def translations(message: Message) -> tuple[str, ...]:
    """Return every form of the translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def is_translated(message: Message) -> bool:
    """Tell whether every form has been written."""
    return all(translations(message))


def is_unreviewed(message: Message) -> bool:
    """Tell whether nobody fluent has read it yet."""
    return any(comment.startswith(UNREVIEWED) for comment in message.user_comments)


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="AidBook",
        version="1",
        copyright_holder="AidBook",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        header_comment="# AidBook's sentences. `# unreviewed`: nobody fluent has read it yet; who has, deletes that line.",
        fuzzy=False,
    )


def _write(language: str, catalogue: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Without line numbers a sentence that only moves changes nothing here.
        write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(read(language)))


def _bring_up_to_date() -> None:
    template = extracted()
    print(f"{'':4}{'sentences':>10}{'missing':>10}{'unreviewed':>12}{'read first':>12}")
    for language in LANGUAGES:
        catalogue = updated(language, template)
        _write(language, catalogue)
        every = messages(catalogue)
        missing = sum(not is_translated(message) for message in every)
        unread = sum(is_unreviewed(message) for message in every)
        first = sum(READ_FIRST in message.user_comments for message in every)
        print(f"{language:4}{len(every):10}{missing:10}{unread:12}{first:12}")


def _list_unreviewed(language: str) -> None:
    unread = [message for message in messages(read(language)) if is_unreviewed(message)]
    for message in sorted(unread, key=lambda one: READ_FIRST not in one.user_comments):
        print(f"{source(message)}\n    {' | '.join(translations(message))}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="run.py i18n", description=__doc__.partition("\n")[0])
    parser.add_argument("--unreviewed", choices=LANGUAGES, help="list what somebody fluent should read")
    asked = parser.parse_args()
    if asked.unreviewed:
        _list_unreviewed(asked.unreviewed)
    else:
        _bring_up_to_date()


if __name__ == "__main__":
    main()
