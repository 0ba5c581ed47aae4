"""The words of every page, from the source to the catalogues and back: extract, check, compile.

    python tools/messages.py            bring wasl/locale/*/LC_MESSAGES/django.po up to the source
    python tools/messages.py --check    say what is missing, empty, behind the source or breaks a placeholder
    python tools/messages.py --compile  write the .mo files beside them (git ignores those)

English stands in the source. A translation that is kept is never replaced, and a guess is never written: what is new
comes in empty. A translator who is not sure of a Kurdish wording puts the comment `# review` above it.
Words of Django and allauth that reach our pages stand in tools/third_party_messages.txt; a language for which the
package brings its own translation needs none from us.
"""

import argparse
import gettext
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "wasl" / "locale"
THIRD_PARTY = ROOT / "tools" / "third_party_messages.txt"
LANGUAGES = ("ar", "ckb")
Messages = Mapping[tuple[str | None, str], str]

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|{(\w*)}")
#: where translations that come with a package lie
PACKAGES = (
    "django/conf",
    "django/contrib/auth",
    "django/contrib/sessions",
    "django/contrib/messages",
    "allauth",
)
REVIEW = "review"
#: as in Django's own catalogues, with which ours are merged
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
    "ckb": "nplurals=2; plural=(n != 1);",
}


def sources(root: Path) -> Iterator[Path]:
    """Python and templates of the package that can hold words for people."""
    for path in sorted((root / "wasl").rglob("*")):
        in_templates = "templates" in path.parts and path.suffix in {".html", ".txt"}
        if path.is_file() and (in_templates or path.suffix == ".py") and "migrations" not in path.parts:
            yield path


def python_of(path: Path) -> str:
    """The source as Python: a template becomes the calls that it would make."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    # what surrounds the calls comes out as letters, whose indentation would mean something to Python
    return "\n".join(line.lstrip() for line in str(templatize(text, origin=str(path))).splitlines())


def template_catalogue(root: Path) -> Catalog:
    """Every message that the source asks for, with the files in which it stands."""
    found = Catalog(charset="utf-8")
    for path in sources(root):
        source = io.BytesIO(python_of(path).encode())
        for _, message, comments, context in extract(
            "python", source, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            singular = message if isinstance(message, str) else message[0]
            if singular:
                where = [(path.relative_to(root).as_posix(), None)]
                # Babel types a location as (file, line); without a line the file alone is written
                found.add(message, None, where, auto_comments=comments, context=context)  # type: ignore[arg-type]
    return found


def third_party(path: Path) -> list[str | tuple[str, str]]:
    """Messages of other packages: one a line, `\\n` for a new line, ` || ` between singular and plural."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#")]
    return [(s, p) if p else s for s, _, p in (line.partition(" || ") for line in kept)]


@cache
def brought_along(language: str) -> frozenset[str]:
    """What Django and allauth have in a language themselves."""
    known: set[str] = set()
    for folder in PACKAGES:
        package, _, inner = folder.partition("/")
        spec = find_spec(package)
        base = Path(spec.origin).parent if spec and spec.origin else None
        compiled = base / inner / "locale" / language / "LC_MESSAGES" / "django.mo" if base else None
        if compiled and compiled.is_file():
            with compiled.open("rb") as file:
                entries = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            known |= {key if isinstance(key, str) else key[0] for key, text in entries.items() if text}
    return frozenset(known)


def wanted(root: Path, language: str, listed: Path) -> Catalog:
    """What a language's catalogue must hold."""
    found = template_catalogue(root)
    for message in third_party(listed):
        singular = message if isinstance(message, str) else message[0]
        if singular not in brought_along(language):
            found.add(message, None, [(listed.name, None)])  # type: ignore[list-item]
    return found


def read(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def merged(old: Catalog, fresh: Catalog, language: str) -> Catalog:
    """The fresh messages with the translations that exist; what the source no longer says is kept as obsolete."""
    result = Catalog(locale=language, charset="utf-8", project="Wasl")
    for message in sorted(filter(lambda m: m.id, fresh), key=_order):
        # a word that comes back finds the translation that waited for it
        known = old.get(message.id, message.context) or old.obsolete.get(
            old._key_for(message.id, message.context)
        )
        same_shape = known is not None and isinstance(known.id, str) == isinstance(message.id, str)
        result.add(
            message.id,
            known.string if known is not None and same_shape else None,
            sorted(set(message.locations)),
            flags=message.flags - {"fuzzy"},
            auto_comments=list(dict.fromkeys(message.auto_comments)),
            user_comments=known.user_comments if known is not None else (),
            context=message.context,
        )
    for message in [*old, *old.obsolete.values()]:
        said = message.string if isinstance(message.string, str) else "".join(message.string or ())
        if message.id and said and result.get(message.id, message.context) is None:
            message.locations, message.auto_comments, message.flags = [], [], set()
            result.obsolete[result._key_for(message.id, message.context)] = message
    return result


def _order(message: Message) -> tuple[str, str]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context or "")


def text_of(catalogue: Catalog) -> str:
    """A catalogue as it is written: no dates and no line numbers, so that it changes only when words do."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=False, include_lineno=False, ignore_obsolete=False)
    text = buffer.getvalue().decode()
    header = (
        f"# Wasl in {catalogue.locale}, by tools/messages.py: translations are written here, everything else comes "
        'from the source.\nmsgid ""\nmsgstr ""\n"Project-Id-Version: Wasl\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURALS[str(catalogue.locale)]}\\n"\n'
    )
    _, _, body = text.partition("\n\n")
    return header + "\n" + body.strip("\n") + "\n"


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def faults_of(message: Message) -> list[str]:
    """What is wrong with one translation."""
    name = _order(message)[0]
    if isinstance(message.id, str):
        said = message.string if isinstance(message.string, str) else ""
        if not said:
            return [f"not translated: {name!r}"]
        broken = placeholders(said) != placeholders(message.id)
        return [f"placeholders differ: {name!r} → {said!r}"] if broken else []
    forms = list(message.string) if isinstance(message.string, list | tuple) else []
    if not forms or not all(forms):
        return [f"a plural form is not translated: {name!r}"]
    # "one file" and "two files" may be words of their own, so a form may leave the number out but not invent a name
    allowed = set().union(*(placeholders(text) for text in message.id))
    broken_forms = [form for form in forms if not placeholders(form) <= allowed]
    return [f"placeholders differ: {name!r} → {form!r}" for form in broken_forms]


def check(root: Path, listed: Path, languages: Iterable[str]) -> list[str]:
    """Everything that keeps a page from being whole in a language."""
    found = []
    for language in languages:
        path = root / "wasl" / "locale" / language / "LC_MESSAGES" / "django.po"
        old = read(path, language)
        fresh = merged(old, wanted(root, language, listed), language)
        known = {(m.context, _order(m)[0]) for m in old if m.id}
        asked = {(m.context, _order(m)[0]) for m in fresh if m.id}
        found += [
            f"{language}: not in the catalogue: {text!r} (run make messages)"
            for _, text in sorted(asked - known, key=str)
        ]
        found += [
            f"{language}: no longer in the source: {text!r} (run make messages)"
            for _, text in sorted(known - asked, key=str)
        ]
        found += [
            f"{language}: {fault}"
            for m in fresh
            if m.id and (m.context, _order(m)[0]) in known
            for fault in faults_of(m)
        ]
        found += [f"{language}: marked fuzzy: {_order(m)[0]!r}" for m in old if m.id and m.fuzzy]
    return found


def update(root: Path, listed: Path, languages: Iterable[str]) -> list[Path]:
    changed = []
    for language in languages:
        path = root / "wasl" / "locale" / language / "LC_MESSAGES" / "django.po"
        text = text_of(merged(read(path, language), wanted(root, language, listed), language))
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def compile_all(folder: Path) -> list[Path]:
    """Write the .mo files that are older than their source."""
    written = []
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        binary = path.with_suffix(".mo")
        if binary.is_file() and binary.stat().st_mtime >= path.stat().st_mtime:
            continue
        partial = binary.with_suffix(".part")
        with partial.open("wb") as file:
            write_mo(file, read(path, path.parts[-3]))
        partial.replace(binary)
        written.append(binary)
    return written


def catalogue(language: str) -> Messages:
    """(context, English) → translation; the singular stands for a plural message."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    found: dict[tuple[str | None, str], str] = {}
    for message in read(path, language):
        if message.id:
            said = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            found[(message.context, _order(message)[0])] = said
    return found


def for_review(language: str) -> int:
    return sum(any(REVIEW in note for note in message.user_comments) for message in read(
        LOCALE / language / "LC_MESSAGES" / "django.po", language))  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description="Extract, check and compile the catalogues.")
    parser.add_argument("--check", action="store_true", help="report what is missing and change nothing")
    parser.add_argument("--compile", action="store_true", help="write the .mo files")
    options = parser.parse_args()
    if options.compile:
        compile_all(LOCALE)
        return 0
    if options.check:
        found = check(ROOT, THIRD_PARTY, LANGUAGES)
        for line in found:
            print(line, file=sys.stderr)
        for language in LANGUAGES:
            if waiting := for_review(language):
                print(f"{language}: {waiting} wordings wait for a native reader")
        return 1 if found else 0
    for path in update(ROOT, THIRD_PARTY, LANGUAGES):
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
