#!/usr/bin/env bash
# Gather every interface text into locale/en and compile the catalogue (the .mo is committed: a bare machine has no
# msgfmt). Needs xgettext and msgmerge (Debian package gettext). Then translate what is listed as missing, run again.
set -eu
for tool in xgettext msgmerge; do
  command -v "$tool" > /dev/null || { echo "Cần $tool: apt-get install gettext / $tool is missing" >&2; exit 1; }
done
.venv/bin/python manage.py makemessages -l en --no-wrap --no-obsolete --add-location file \
  --ignore '.venv' --ignore var --ignore tests --ignore bench --ignore docs --ignore build > /dev/null 2> >(grep -v -e 'is used without plural' -e 'occurrence' -e Workaround -e '^$' >&2)
.venv/bin/python - << 'PYTHON'
import polib

path = "locale/en/LC_MESSAGES/django.po"
book = polib.pofile(path, wrapwidth=0)
# A guess of msgmerge is not a translation: it is emptied, so that the next run lists it.
for entry in book.fuzzy_entries():
    entry.flags.remove("fuzzy")
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    entry.msgstr = ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
book.header = "English texts of Giao Ban. Words: docs and DESIGN §9. Written by deploy/messages.sh."
book.metadata = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
book.metadata_is_fuzzy = False
book.save(path)
book.save_as_mofile(path.removesuffix(".po") + ".mo")
# Vietnamese of Wagtail's desk, kept by hand (decision 0002): compiled only, since none of its texts is ours.
for domain in ("django", "djangojs"):
    kept = f"locale/vi/LC_MESSAGES/{domain}.po"
    polib.pofile(kept).save_as_mofile(kept.removesuffix(".po") + ".mo")
missing = book.untranslated_entries()
for entry in missing:
    print(f"missing: {entry.msgid}")
print(f"{len(book)} texts, {len(missing)} without English")
PYTHON
