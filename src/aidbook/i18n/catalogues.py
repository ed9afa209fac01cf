"""The language in use, and sentences in it. English is the source; a missing catalogue or sentence reads English."""

import gettext
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from aidbook.resources import resource

SOURCE = "en"
LANGUAGES = {"en": "English", "es": "Español", "fr": "Français", "ht": "Kreyòl ayisyen"}

# The window's language is the process's; a sheet in another language is so only where it is drawn (`using`), whatever
# other threads do meanwhile. A thread starts with no choice of its own and follows the process.
_process_default = [SOURCE]
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return the code of the language in use here and now."""
    return _chosen.get() or _process_default[0]


def set_language(code: str) -> None:
    """Make `code` the language of the whole program; one we don't speak becomes English."""
    _process_default[0] = _known(code)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Speak `code` inside this block, in this thread or task only: a sheet in its reader's language."""
    token = _chosen.set(_known(code))
    try:
        yield
    finally:
        _chosen.reset(token)


def _(message: str) -> str:
    """Return the sentence in the language in use."""
    # An empty message would give the catalogue's header.
    return _catalogue(language()).gettext(message) if message else message


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form that `n` wants, in the language in use; `n` is still a placeholder in it."""
    return _catalogue(language()).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Return the sentence in the language in use, where the same English words mean different things."""
    return _catalogue(language()).pgettext(context, message) if message else message


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for the catalogue and return it untouched; `_` translates it where it is shown."""
    return message


def P_(_context: str, message: str) -> str:  # noqa: N802 - by the pattern of N_
    """Mark a sentence with its context and return it untouched; `pgettext` translates it where it is shown."""
    return message


def best_language() -> str:
    """Return the language of ours that the system asks for, or English."""
    for wanted in _system_locales():
        code = wanted.replace("-", "_").split("_")[0].lower()
        if code in LANGUAGES:
            return code
    return SOURCE


def _system_locales() -> Iterator[str]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from filter(None, os.environ.get(name, "").split(":"))
    if sys.platform == "win32":
        import ctypes

        yield locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), SOURCE)
    yield locale.getlocale()[0] or SOURCE


def _known(code: str) -> str:
    return code if code in LANGUAGES else SOURCE


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = resource("i18n", code, "LC_MESSAGES", "aidbook.mo")
    if code == SOURCE or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
