"""Parts that all pages share. Each says what it is in a word or two of API; none knows a noun of the book.

- `basics`: label, button, icon_button, card, rule, column, row, LineEdit
- `list_table`: ListTable, Column · `search_box`: SearchBox · `panel`: Panel, ListAndPanel, scrolling
- `field`: Field, Form, BadInput · `fields`: TextField, LongTextField, DateField, NumberField
- `choice_fields`: ChoiceField, CheckField · `ask_passphrase`: AskPassphrase, PassphraseField
- `notice`: Notice, announce · `banner`: Banner · `empty_state`: EmptyState
- `dialog`: Dialog · `choose_file`: open_file, save_file, folder · `progress_panel`: ProgressPanel
"""
