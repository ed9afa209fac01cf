"""What this machine remembers of its window: language and look. Nothing about people or books."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from aidbook.i18n import LANGUAGES, best_language
from aidbook.paths import config_dir

Look = Literal["system", "light", "dark"]
_NAME = "window.json"


@dataclass(frozen=True)
class WindowSettings:
    """`language` is one of ours; `look` is "system" where the system decides between light and dark."""

    language: str
    look: Look = "system"


def load() -> WindowSettings:
    """Return what was chosen on this machine; what cannot be read is as if never chosen."""
    standard = WindowSettings(best_language())
    try:
        read = json.loads((config_dir() / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return standard
    if not isinstance(read, dict):
        return standard
    language, look = read.get("language"), read.get("look")
    return WindowSettings(
        language if language in LANGUAGES else standard.language,
        look if look in ("system", "light", "dark") else "system",
    )


def keep(*, language: str | None = None, look: Look | None = None) -> WindowSettings:
    """Change what is remembered, and return all of it. A folder that cannot be written is no reason to stop."""
    before = load()
    changed = WindowSettings(language or before.language, look or before.look)
    try:
        (config_dir() / _NAME).write_text(json.dumps(asdict(changed)), encoding="utf-8")
    except OSError:
        return changed
    return changed
