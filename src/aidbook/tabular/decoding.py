"""From the bytes of a file to its text: what sort of file it is, and which encoding it was saved in."""

import codecs
import re

from aidbook.i18n import N_, _
from aidbook.tabular.errors import broken, not_a_table

# What other files begin with, and what a person calls them.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"RIFF", N_("a recording or a picture")),
    (b"\x1f\x8b", N_("a packed file")),
    (b"7z\xbc\xaf", N_("a packed file")),
    (b"Rar!", N_("a packed file")),
    (b"SQLite format 3", N_("a database")),
    (b"age-encryption.org/", N_("a bundle, which is read in on the page “USB stick”")),
    (b"{\\rtf", N_("a text document")),
    (b"<?xml", N_("a web page or an XML file")),
    (b"<!doctype", N_("a web page")),
    (b"<html", N_("a web page")),
    (b"<table", N_("a web page")),
    (b'{"', N_("a JSON file")),
    (b"[{", N_("a JSON file")),
)

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ODD_CONTROLS = dict.fromkeys([*range(1, 9), 11, 12, *range(14, 32), 127], " ")
_MANY_ODD_CONTROLS = 200  # one in so many characters is no text
_UTF8_CHARACTER = 4  # bytes at most
_SAMPLE_LINES = 2_000
_BELIEVABLE = 0.8

# What a spreadsheet without Unicode was saved in where our languages are spoken: Windows, an old Mac, DOS.
_WESTERN = ("cp1252", "mac_roman", "cp850")
_ELSEWHERE = [*_WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "big5",
              "gb18030", "shift_jis", "euc_kr", "koi8_r"]  # fmt: skip
_WESTERN_LETTERS = frozenset("áàâäãåçéèêëíìîïñóòôöõøúùûüýÿœæßÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝŒÆ")
_WESTERN_MARKS = frozenset("‘’“”–—…«»°ºª¿¡€£·½¼¾²³§™®©\u00a0")
_IN_CONTEXT = re.compile(r"(?=(.?)([^\x00-\x7f])(.?))", re.DOTALL)


def refuse_other_files(content: bytes, name: str) -> None:
    """Raise UserError when the content is plainly another sort of file than a table."""
    start = content[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for signature, what in _SIGNATURES:
        if start.startswith(signature.lower()):
            raise not_a_table(name, _(what))


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file in whatever encoding it was saved; raise UserError where it is no text."""
    text = _decoded(content, name)
    if "\0" in text.rstrip("\0\x1a"):
        raise not_a_table(name, _("not a text"))
    text = text.rstrip("\0\x1a")  # where DOS ended its files
    plain = text.translate(_ODD_CONTROLS)
    if plain != text:
        odd = sum(map(text.count, map(chr, _ODD_CONTROLS)))
        if odd * _MANY_ODD_CONTROLS > len(text):
            raise not_a_table(name, _("not a text"))
    return plain


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding, name)
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return _decode_marked(content, unmarked, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last letter is still UTF-8; what is missing shows in its last row.
        if (
            error.start > 0
            and error.start >= len(content) - _UTF8_CHARACTER + 1
            and not content[: error.start].isascii()
        ):
            return content[: error.start].decode("utf-8")
        return _legacy(content)


def _decode_marked(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise broken(name) from None


def _unmarked_utf16(content: bytes) -> str | None:
    """Return UTF-16's name where every second byte of the beginning is zero, as in Latin text without a mark."""
    head = content[:2_000]
    pairs = len(head) // 2
    if pairs < 2:  # noqa: PLR2004 - too short to tell
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _legacy(content: bytes) -> str:
    lines = re.findall(rb"[^\n\r]*[\x80-\xff][^\n\r]*", content)[:_SAMPLE_LINES]
    sample = b"\n".join(lines)
    scores = {encoding: _western_look(sample.decode(encoding, "replace")) for encoding in _WESTERN}
    best = max(_WESTERN, key=lambda encoding: scores[encoding])
    if scores[best] < _BELIEVABLE:
        best = _guessed(sample) or "cp1252"
    return content.decode(best, "replace")


def _western_look(text: str) -> float:
    """Return which share of the letters beyond ASCII looks as people write Spanish, French, Creole or English."""
    found = _IN_CONTEXT.findall(text)
    return sum(_looks_right(*one) for one in found) / (len(found) or 1)


def _looks_right(before: str, letter: str, after: str) -> bool:
    if letter in _WESTERN_LETTERS:
        return not (letter.isupper() and before.islower())
    if letter == "’":
        return True
    return letter in _WESTERN_MARKS and not (before.isalpha() and after.isalpha())


def _guessed(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:100_000], cp_isolation=_ELSEWHERE).best()
    return best.encoding if best else None
