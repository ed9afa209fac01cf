"""What is seen: the window.

How to make a page
==================

A page is `ui/<noun>/page.py` with a class that `pages.py` names. It is given a `Session` and knows nothing else:

    class MembersPage(Page):
        kinds = frozenset({"member", "household"})          # which changes it wants to hear of

        def __init__(self, session: Session) -> None:
            super().__init__(session)
            # self.command(text, object_name, icon, shortcut): the menu, F1 and Ctrl+K have it by itself
            self.main_action = self.command(_("New member"), "new", "plus", "Ctrl+N")
            self.main_action.triggered.connect(self.new_member)
            self.table = ListTable(_("Members"), [Column(_("Name"), lambda m: m.name), …],
                                   lambda ids: member_lines(session.book, ids))
            self.panel = Panel()
            column(self).addWidget(ListAndPanel(self.table, self.panel))

        def title(self) -> str: return _("Members")
        def search_hint(self) -> str: return _("Name, number or phone")     # "" for no search box
        def refresh(self) -> None: self.table.show_ids(member_ids(self.session.book, self._text))
        def search(self, text: str) -> None: …                              # 120 ms after the last key
        def search_entered(self) -> None: self.table.choose_first(); self.table.setFocus()
        def find_things(self, text: str) -> list[Found]: …                  # a few, for Ctrl+K
        def open(self, thing: Id) -> None: self.table.choose(thing)
        def back(self) -> bool: return self.split.back()                    # Esc

- **Doing.** `session.run(action, …) -> Done | None` does `action(book, …)`; a refusal goes to the banner.
  `session.attempt(action, …) -> Done` raises its UserError, for what is said beside a field. Banner, undo and refreshing
  follow by themselves. `session.take_back(action_id)` undoes one action, `session.said(text)` says something.
- **Long work** (over 50 ms): `session.job(self, _("Reading the file"), lambda book, progress: …, on_done)`. `book` is a
  connection of its own; call `progress(done, total)` now and then: that is where Stop takes effect. A `Done` that
  comes back is banner and undo by itself.
- **Refreshing** comes after the action, not inside it. `refresh` must leave alone what is being typed: give fields
  of a thing that is still shown their new values by `field.update_value(value)`, and make a new panel only for another
  thing.
- **Fields** save when they are left: `TextField(_("Name")).saves(lambda v: session.attempt(edit_member, id, name=v))`;
  what the action refuses stands beside the field, and the typing stays. For a new record use no `saves`; call
  `field.checked()` on each at Add.
- **Going elsewhere**: `session.go("distributions", id)`, or with the object name of a command there
  `session.go("members", command="new")`.
- `open(thing)`: the stick page gets nothing, the sheets page a distribution's id, the others an id of their noun.
- **Names of commands** that Today starts, and that F1 and Ctrl+K show: members `new`, `gift`, `import`; pantry
  `receive`, `count`, `import`; distributions `plan`, `sign-up`, `door`; stick `send`.
- **Reading that takes long**: `session.read(self, lambda book: plan_of(book, id), self.show_plan)`.
- **The whole window**: `session.show_full(widget)`, `session.leave_full()`. What fills it says refusals itself
  (`attempt`), for the banner is not in sight. `AskPassphrase(self, book, title, why, on_right).open()` asks.
- **Looks** come from roles and tones, never from a colour or a font: `label(text, "section")`, `button(text, do,
  "main", "plus")`, `Notice(text, "heed")`, `theme.give(widget, tone="stop")`. A tone never speaks alone.
- What only an icon says has a word: `icon_button(icon, word, do)`.
- Never keep a widget's text where `_` was called while a module was imported: a change of language makes pages anew.
  A page that can be half typed returns that from `keep()` and gets it back in `take()`.
"""
