"""Folding of words: the quick way for Latin letters says the same as the one for any letters."""

import pytest

from aidbook.domain.folding import fold, fold_any


def test_every_sign_folds_alike_both_ways_alone_and_inside_a_word() -> None:
    signs = [chr(code) for code in (*range(0x3000), *range(0xFB00, 0xFFF0))]
    assert [sign for sign in signs if fold(sign) != fold_any(sign)] == []
    assert [sign for sign in signs if fold(f"a{sign}b") != fold_any(f"a{sign}b")] == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Łukasz  Wójcik ", "lukasz wojcik"),
        ("Jean-Baptiste O'Neil", "jean baptiste oneil"),
        ("Þórunn Æsudóttir", "thorunn aesudottir"),
        ("Kāneʻohe", "kaneohe"),
        ("فاطمة", "فاطمه"),
        ("王小明", "王 小 明"),
        ("Groß GROSS", "gross gross"),
        ("", ""),
    ],
)
def test_words_fold_to_what_people_type(text: str, folded: str) -> None:
    assert fold(text) == folded == fold_any(text)
