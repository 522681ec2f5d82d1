"""Words lie in messages/, every key that is spoken has words, and every key with words is spoken."""

import re

import pytest

from tests.architecture import keys, source

VIETNAMESE = re.compile("[À-ɏḀ-ỿ]")
# Whoever reads these words is no producer and no officer in the panel, or nobody reads them at all.
ELSEWHERE = {
    "ocop.py": "the command line, whose help stands where the command is declared",
    "bot/commands": "the command line, whose help stands where the command is declared",
    "bot/doctor.py": "what the operator reads on the command line",
    "bot/serving.py": "what the operator reads when the program cannot start",
    "admin/commands.py": "the command line, whose help stands where the command is declared",
    "ocop_core/settings.py": "what the operator reads when the program cannot start",
    "ocop_core/settings_zalo.py": "what the operator reads when the program cannot start",
    "ocop_core/i18n.py": "what whoever edits words reads when the program cannot start",
    "ocop_core/db/backup.py": "what the operator reads on the command line",
    "ocop_core/knowledge": "what whoever edits answers reads when the program cannot start",
    "ocop_core/understanding": "how people write, for reading and not for saying",
    "ocop_core/conversation/world.py": "how a person is addressed as long as nothing is known of them",
    "ocop_core/office": "how offices write and what their fonts look like, for reading and not for saying",
    "ocop_core/text": "how people write numbers, days and yes, for reading and not for saying",
    "ocop_core/rulebook": "names of places and how people write them, for reading and not for saying",
    "ocop_core/demo": "people who do not exist",
    "bot/fakes": "people who do not exist",
    "admin/views/account.py": "the issuer in a QR code, which an authenticator shows as a name",
}


def test_no_word_that_a_person_reads_is_written_in_the_source() -> None:
    found = [
        f"{place}: {source.words_of(node)!r}"
        for module in source.modules()
        if not module.inside(*ELSEWHERE)
        for place, node in source.strings(module)
        if VIETNAMESE.search(source.words_of(node))
    ]
    assert found == []


@pytest.mark.parametrize("place", ELSEWHERE)
def test_every_exception_for_words_is_still_needed(place: str) -> None:
    inside = [module for module in source.modules() if module.inside(place)]
    assert any(VIETNAMESE.search(source.words_of(node)) for module in inside for _, node in source.strings(module))


def test_every_key_that_is_spoken_has_words() -> None:
    missing = []
    for place, key in keys.spoken():
        if "\0" not in key:
            is_missing = keys.KEY.fullmatch(key) is not None and key not in keys.known()
        else:
            own = key.partition(".")[0] in keys.topics()
            is_missing = own and not any(keys.pattern(key).fullmatch(k) for k in keys.known())
        if is_missing:
            missing.append(f"{place}: {key!r}")
    assert missing == []


def test_there_are_no_words_that_nobody_speaks() -> None:
    assert [key for key in sorted(keys.known()) if not keys.used(key)] == []
