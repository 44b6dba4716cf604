"""Files of JSON: what is wrong with one is told in words, never by the name of an exception."""

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.json_files import read_object


def refused(path):
    with pytest.raises(PrivlineageError) as failure:
        read_object(path, "no object", "a hint")
    return failure.value.code, failure.value.message.removeprefix(f"`{path}` ")


def test_what_cannot_be_read_is_told_in_words(tmp_path):
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"\xe9": 1}')
    assert ("PL002", "cannot be read: no such file or directory") == refused(tmp_path / "absent.json")
    assert ("PL002", "cannot be read: is a directory") == refused(tmp_path)
    assert ("PL002", "cannot be read: it is not UTF-8") == refused(latin)
