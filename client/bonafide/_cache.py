"""Where refs and the pinned key are kept between calls: any mapping of text to text.

The keys are MACs and the values opaque, so the file or the mapping may lie anywhere; losing it
costs one more evaluation for each customer.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path

from bonafide._sqlite import SqliteFile

ENTRIES = 100_000
_PICKED = 500
_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (slot TEXT PRIMARY KEY, value TEXT NOT NULL)"

log = logging.getLogger("bonafide")


class MemoryCache(MutableMapping[str, str]):
    """The newest ``size`` entries of this process."""

    def __init__(self, size: int = ENTRIES) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._held: OrderedDict[str, str] = OrderedDict()

    def __getitem__(self, key: str) -> str:
        with self._lock:
            self._held.move_to_end(key)
            return self._held[key]

    def __setitem__(self, key: str, value: str) -> None:
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            if len(self._held) > self._size:
                self._held.popitem(last=False)

    def __delitem__(self, key: str) -> None:
        with self._lock:
            del self._held[key]

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter(list(self._held))

    def __len__(self) -> int:
        return len(self._held)


class FileCache(MutableMapping[str, str]):
    """A SQLite file that several processes may share."""

    def __init__(self, path: str | Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, synchronous="NORMAL")

    def __getitem__(self, key: str) -> str:
        rows = self._file.read("SELECT value FROM kept WHERE slot = ?", (key,))
        if not rows:
            raise KeyError(key)
        return str(rows[0][0])

    def __setitem__(self, key: str, value: str) -> None:
        self.keep({key: value})

    def pick(self, keys: Sequence[str]) -> dict[str, str]:
        """Those of ``keys`` that are kept, in a query for each few hundred."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), _PICKED):
            some = keys[start : start + _PICKED]
            marks = ",".join("?" * len(some))
            found.update(
                self._file.read(f"SELECT slot, value FROM kept WHERE slot IN ({marks})", some)  # noqa: S608 - marks only
            )
        return found

    def keep(self, entries: Mapping[str, str]) -> None:
        """Set all of them in one transaction."""
        with self._file.writing() as db:
            db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", list(entries.items()))

    def __delitem__(self, key: str) -> None:
        with self._file.writing() as db:
            if not db.execute("DELETE FROM kept WHERE slot = ?", (key,)).rowcount:
                raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter([str(row[0]) for row in self._file.read("SELECT slot FROM kept")])

    def __len__(self) -> int:
        return int(self._file.read("SELECT count(*) FROM kept")[0][0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Shelf:
    """A cache whose failure stops nothing: what cannot be read there is asked for again."""

    def __init__(self, cache: MutableMapping[str, str]) -> None:
        self._cache = cache

    def find(self, key: str) -> str | None:
        """What is kept there, if anything."""
        try:
            return self._cache.get(key)
        except Exception as error:
            self._lost(error)
            return None

    def pick(self, keys: Sequence[str]) -> dict[str, str]:
        """What is kept of them."""
        if isinstance(self._cache, FileCache):
            try:
                return self._cache.pick(keys)
            except Exception as error:
                self._lost(error)
                return {}
        return {key: value for key in keys if (value := self.find(key)) is not None}

    def keep(self, entries: Mapping[str, str]) -> None:
        """Keep all of them, or as many as can be."""
        try:
            if isinstance(self._cache, FileCache):
                self._cache.keep(entries)
            else:
                self._cache.update(entries)
        except Exception as error:
            self._lost(error)

    def forget(self, keys: Iterable[str]) -> None:
        """Drop them."""
        try:
            for key in keys:
                self._cache.pop(key, None)
        except Exception as error:
            self._lost(error)

    def close(self) -> None:
        """Close a file of ours; it opens again where somebody else still uses it."""
        if isinstance(self._cache, FileCache):
            self._cache.close()

    def _lost(self, error: Exception) -> None:
        log.warning("the ref cache failed and is passed over: %s", type(error).__name__)
