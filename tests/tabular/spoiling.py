"""Ten thousand files that nobody should send: each number is one, always the same."""

import io
import random
import zipfile
from collections.abc import Callable

from aidbook.tabular.writing import csv_bytes, xlsx_bytes

_TITLES = ["Name", "Phone", "Date of birth", "Household", "People in household", "Note"]
_NAMES = ["Rosa Luz", "Ti Jo", "Zoë Ñúñez", "Łukasz", "=1+1", "محمد", "O'Brien", "—", "", "Ana;Joe", 'Bo "B"']
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def spoiled(number: int) -> tuple[str, bytes]:
    """Return how the file of a number is spoiled, and its bytes."""
    dice = random.Random(number)  # noqa: S311 - the same file for the same number
    name = list(_WAYS)[number % len(_WAYS)]
    return name, _WAYS[name](dice)


def ways() -> int:
    """Return in how many ways files are spoiled."""
    return len(_WAYS)


# What they were before


def _rows(dice: random.Random) -> list[list[str]]:
    return [
        [
            dice.choice(_NAMES),
            dice.choice(["+1 555 0142", "0042", "5.5E+9", "@", ""]),
            dice.choice(["03/04/1980", "1980-02-31", "45", "1980", "", "never", "31.12.99"]),
            str(dice.randint(1, 9)),
            dice.choice(["4", "2 adults 3 kids", "1e9", "-2", "", "99999999999999999999"]),
            dice.choice(["", "two\nlines", "=cmd|' /C calc'!A0", "x" * dice.randint(0, 300)]),
        ]
        for _row in range(dice.randint(0, 12))
    ]


def _csv(dice: random.Random) -> bytes:
    return csv_bytes(_TITLES, _rows(dice))


def _text(dice: random.Random) -> str:
    return _csv(dice).decode("utf-8-sig")


def _xlsx(dice: random.Random) -> bytes:
    return xlsx_bytes("List", _TITLES, _rows(dice))


def _ods(dice: random.Random) -> bytes:
    cells = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in row) + "</table:table-row>"
        for row in [_TITLES, *_rows(dice)]
    )
    return _zip(_ods_parts(cells))


def _ods_cell(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell office:value-type="string"><text:p>{safe}</text:p></table:table-cell>'


def _ods_parts(rows: str) -> dict[str, bytes]:
    names = " ".join(f'xmlns:{one}="{_OFFICE}{one}:1.0"' for one in ("office", "table", "text"))
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="L">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<m:manifest xmlns:m="{_OFFICE}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{mime}"/></m:manifest>'
    return {
        "mimetype": mime.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()
    }  # fmt: skip


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def _parts(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _any(dice: random.Random) -> bytes:
    return dice.choice([_csv, _xlsx, _ods])(dice)


# How they are spoiled


def _cut(dice: random.Random) -> bytes:
    content = _any(dice)
    return content[: dice.randint(0, len(content))]


def _flipped(dice: random.Random) -> bytes:
    content = bytearray(_any(dice))
    for _time in range(dice.randint(1, 20)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content)


def _joined(dice: random.Random) -> bytes:
    one, other = _any(dice), _any(dice)
    return one[: dice.randint(1, len(one))] + other[dice.randint(0, len(other)) :]


def _wrong_encoding(dice: random.Random) -> bytes:
    text = _text(dice)
    encoding = dice.choice(
        ["cp1252", "cp1256", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "shift_jis", "koi8_r", "utf-7"]
    )
    content = text.encode(encoding, "replace")
    return dice.choice([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + content


def _open_quote(dice: random.Random) -> bytes:
    text = _text(dice)
    at = dice.randint(0, len(text))
    return (text[:at] + '"' * dice.choice([1, 1, 3]) + text[at:]).encode()


def _wide(dice: random.Random) -> bytes:
    width = dice.choice([9_999, 10_000, 10_001, 16_384])
    return b"\n".join(dice.choice([b",", b";", b"\t"]) * width for _row in range(dice.randint(1, 3)))


def _one_long_cell(dice: random.Random) -> bytes:
    letter = dice.choice(["a", "é", "字", " ", "1"])
    quote = dice.choice(["", '"'])
    return f"Name,Note\nRosa,{quote}{letter * dice.choice([99_999, 100_001, 400_000])}{quote}\n".encode()


def _odd_bytes(dice: random.Random) -> bytes:
    begin = dice.choice(
        [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"%PDF",
            b"PK\x05\x06",
            b"<html>",
            b"sep=;\n",
        ]
    )
    return begin + dice.randbytes(dice.randint(0, 400))


def _control_bytes(dice: random.Random) -> bytes:
    content = bytearray(_csv(dice))
    for _time in range(dice.randint(1, 40)):
        content.insert(dice.randint(0, len(content)), dice.choice(b"\x00\x01\x0b\x0c\x1a\x1e\x7f\r"))
    return bytes(content)


def _formulas(dice: random.Random) -> bytes:
    parts = _parts(_xlsx(dice))
    formula = dice.choice(["1/0", "HYPERLINK(&quot;http://x&quot;)", "cmd|' /C calc'!A0", "A1", "SUM(A:A)"])
    value = dice.choice(["", "<v></v>", "<v>#DIV/0!</v>", "<v>1e400</v>", "<v>x</v>"])
    cell = f'<c r="A9" t="{dice.choice(["str", "e", "n", "b", "s", "inlineStr", "d"])}"><f>{formula}</f>{value}</c>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", f'<row r="9">{cell}</row></sheetData>'.encode()
    )
    return _zip(parts)


def _part_gone(dice: random.Random) -> bytes:
    parts = _parts(dice.choice([_xlsx, _ods])(dice))
    del parts[dice.choice(list(parts))]
    return _zip(parts)


def _part_spoiled(dice: random.Random) -> bytes:
    parts = _parts(dice.choice([_xlsx, _ods])(dice))
    name = dice.choice(list(parts))
    part = bytearray(parts[name])
    for _time in range(dice.randint(1, 4)):
        at = dice.randint(0, len(part))
        part[at : at + dice.randint(0, 30)] = dice.choice(
            [b"", b"<", b"&a;", b"9" * 30, b'"', b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"-1", b"\x00"]
        )
    parts[name] = bytes(part)
    return _zip(parts)


def _part_swapped(dice: random.Random) -> bytes:
    one, other = _parts(_xlsx(dice)), _parts(_ods(dice))
    mixed = {name: part for name, part in {**one, **other}.items() if dice.random() < 0.8}
    names = list(mixed)
    return _zip({dice.choice(names) if dice.random() < 0.2 else name: part for name, part in mixed.items()})


def _far_cell(dice: random.Random) -> bytes:
    parts = _parts(_xlsx(dice))
    place = dice.choice(["XFD1048576", "A1048576", "XFD1", "ZZZZZZ99999999999", "A0", "1", "A-1"])
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="A1"', f'r="{place}"'.encode())
    return _zip(parts)


def _repeated(dice: random.Random) -> bytes:
    times = dice.choice([1_048_576, 10**9, 10**30, 16_384])
    cell = f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="{dice.choice([1, times])}">{cell}</table:table-row>'
    return _zip(_ods_parts(row))


def _small_bomb(dice: random.Random) -> bytes:
    parts = _parts(dice.choice([_xlsx, _ods])(dice))
    name = next(one for one in parts if one.endswith(("sheet1.xml", "content.xml")))
    parts[name] = parts[name].replace(b">", b">" + b" " * dice.choice([10_000, 3_000_000]), 1)
    return _zip(parts)


def _packed_again(dice: random.Random) -> bytes:
    return _zip({"list.xlsx": _xlsx(dice), "notes.txt": b"hello"}, dice.choice([0, 8, 12, 14]))


def _lying_sizes(dice: random.Random) -> bytes:
    content = bytearray(_xlsx(dice))
    at = content.rfind(b"PK\x01\x02")
    content[at + 20 : at + 28] = dice.randbytes(8)
    return bytes(content)


_WAYS: dict[str, Callable[[random.Random], bytes]] = {
    "cut": _cut,
    "flipped": _flipped,
    "joined": _joined,
    "wrong encoding": _wrong_encoding,
    "open quote": _open_quote,
    "wide": _wide,
    "one long cell": _one_long_cell,
    "odd bytes": _odd_bytes,
    "control bytes": _control_bytes,
    "formulas": _formulas,
    "part gone": _part_gone,
    "part spoiled": _part_spoiled,
    "parts swapped": _part_swapped,
    "far cell": _far_cell,
    "repeated": _repeated,
    "small bomb": _small_bomb,
    "packed again": _packed_again,
    "lying sizes": _lying_sizes,
}
