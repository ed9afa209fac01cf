"""How fields and their values read in a window: as the history says them."""

from aidbook.actions.attention import Speech
from aidbook.actions.attention.saying import plain_field
from aidbook.ui.history.values import field_word, value_word


def _field(field: str) -> str:
    return field_word(field) or plain_field(field)


SPEECH = Speech(_field, value_word)
