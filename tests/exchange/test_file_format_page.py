"""docs/file-format.md names everything that is in the bytes."""

import re
from pathlib import Path

import msgspec
import pytest

from aidbook.domain.catalog import KINDS
from aidbook.exchange.cards import Card
from aidbook.exchange.lines import WireLine
from aidbook.exchange.manifest import Branches, Has, Head, Lacks, Manifest, Member, OriginOf, Part, Run
from aidbook.store.body import Body
from aidbook.store.slots import Slot
from aidbook.store.tokens import Token

PAGE = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text("utf-8")


def section(name: str) -> str:
    """Return what stands under a kind's heading."""
    found = re.search(rf"^#### `{name}` .*?(?=^###|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return found.group() if found else ""


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_stands_there_with_its_chapter_its_version_and_every_field(name: str) -> None:
    kind = KINDS[name]
    said = section(name)
    assert said.startswith(f"#### `{name}` ({kind.shape}, version {kind.version})\n")
    assert re.findall(r"^- `(\w+)`: ", said, re.MULTILINE) == [field.name for field in kind.fields]
    chapter = PAGE[: PAGE.index(said)].rpartition("### Chapter `")[2]
    assert chapter.startswith(f"{kind.chapter}`")


def test_no_kind_stands_there_that_is_none() -> None:
    assert set(re.findall(r"^#### `(\w+)`", PAGE, re.MULTILINE)) == set(KINDS)


@pytest.mark.parametrize(
    "struct",
    [Body, Slot, Card, WireLine, Manifest, OriginOf, Part, Branches, Run, Head, Has, Lacks, Member, Token],
)
def test_each_key_of_what_is_written_stands_there(struct: type[msgspec.Struct]) -> None:
    assert not [name for name in struct.__struct_fields__ if f"`{name}`" not in PAGE]
