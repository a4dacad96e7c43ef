"""``bonafide doctor``: what is wrong between this machine and the registry, and what to do."""

import socket
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import urlsplit

from bonafide._client import Registry
from bonafide.answers import Params
from bonafide.cli.connection import connect, registry_url
from bonafide.cli.output import Output
from bonafide.cli.speech import spoken
from bonafide.errors import (
    BonafideError,
    KeyChanged,
    LogRewritten,
    Misuse,
    NotAllowed,
    NotConnected,
    TimedOut,
    UnreadableAnswer,
)
from bonafide.protocol.group import default_group

HELP = "check key, network, clock, log, proxy and libsodium, and say what to do"
MOST_SECONDS_OFF = 120
State = Literal["ok", "warning", "failed", "skipped"]


class ClockWrong(BonafideError):  # noqa: N818 - reads as the sentence it is
    """This machine's clock is not the world's."""

    code = "clock_wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    state: State
    detail: str
    todo: str = ""


def arguments(parser: ArgumentParser) -> None:
    """Of this command: none."""


def run(args: Namespace, out: Output) -> int:
    """Look at everything, then say it."""
    findings = [_libsodium(out), _proxy(registry_url(args), out)]
    try:
        with connect(args, out) as registry:
            findings += _asked(registry, out)
    except Misuse as error:
        todo = out.text(
            "keys are given out by the registry: bf_live_… or bf_test_…",
            "ключ выдаёт реестр: bf_live_… или bf_test_…",
        )
        findings.append(Finding("key", "failed", spoken(error), todo))
    healthy = all(each.state != "failed" for each in findings)
    if out.as_json:
        out.document({"ok": healthy, "findings": [asdict(each) for each in findings]})
    else:
        out.table("bonafide doctor", [_row(each, out) for each in findings])
    return 0 if healthy else 1


def _row(finding: Finding, out: Output) -> tuple[str, str]:
    todo = f"\n→ {finding.todo}" if finding.todo else ""
    name, state = (out.text(*_WORDS[each]) for each in (finding.name, finding.state))
    return f"{name}: {state}", finding.detail + todo


def _libsodium(out: Output) -> Finding:
    group = default_group()
    if group.constant_time:
        return Finding("libsodium", "ok", group.name)
    todo = out.text(
        "apt install libsodium23 and pip install pysodium: blinding is 30 times faster",
        "apt install libsodium23 и pip install pysodium: в 30 раз быстрее",
    )
    return Finding("libsodium", "warning", group.name, todo)


def _proxy(url: str, out: Output) -> Finding:
    """Whether requests go through a proxy, and whether it answers."""
    asked = urlsplit(url)
    used = urllib.request.getproxies()
    proxy = used.get(asked.scheme) or used.get("all")
    if not proxy:
        return Finding("proxy", "ok", out.text("none", "нет"))
    name = f"{asked.scheme.upper()}_PROXY"
    if urllib.request.proxy_bypass(asked.hostname or ""):
        return Finding("proxy", "ok", out.text(f"{name}, not used here", f"{name}, не для реестра"))
    through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    try:
        port = through.port or (443 if through.scheme == "https" else 80)
        socket.create_connection((through.hostname or "", port), timeout=3).close()
    except (OSError, ValueError):
        detail = out.text(f"the proxy in {name} does not answer", f"прокси из {name} не отвечает")
        todo = out.text(
            f"correct {name}, or set NO_PROXY={asked.hostname}",
            f"исправьте {name} или задайте NO_PROXY={asked.hostname}",
        )
        return Finding("proxy", "failed", detail, todo)
    return Finding("proxy", "ok", out.text(f"{name} answers", f"{name} отвечает"))


def _asked(registry: Registry, out: Output) -> list[Finding]:
    """In the order in which one thing needs the other."""
    steps: list[tuple[str, Callable[[], str]]] = [
        ("network", lambda: _epoch(registry.params(), out)),
        ("clock", lambda: _clock(registry, out)),
        ("key", lambda: str(registry.shop().get("name", ""))),
        ("canary", lambda: _epoch(registry.try_key(), out)),
        ("log", lambda: _log(registry, out)),
    ]
    findings: list[Finding] = []
    for name, step in steps:
        broken = next((each.name for each in findings if each.state == "failed"), "")
        if broken in ("network", "key"):
            why = ("no network", "нет сети") if broken == "network" else ("no key", "нет ключа")
            if name != broken:
                findings.append(Finding(name, "skipped", out.text(*why)))
            continue
        findings.append(_tried(name, step, out))
    return findings


def _tried(name: str, step: Callable[[], str], out: Output) -> Finding:
    try:
        return Finding(name, "ok", step())
    except NotAllowed as error:
        return Finding("key", "failed", spoken(error), _todo(error, out))
    except BonafideError as error:
        return Finding(name, "failed", spoken(error), _todo(error, out))


def _epoch(params: Params, out: Output) -> str:
    return out.text(f"key no. {params.epoch}", f"ключ № {params.epoch}")


def _clock(registry: Registry, out: Output) -> str:
    """Days decide what counts, so a clock that is off by hours files reports on wrong ones."""
    off = registry.clock_offset()
    if abs(off) > MOST_SECONDS_OFF:
        raise ClockWrong(
            out.text(
                f"this machine's clock is {off:+.0f} s off",
                f"часы этой машины расходятся на {off:+.0f} с",
            )
        )
    return out.text(f"{off:+.0f} s", f"{off:+.0f} с")


def _log(registry: Registry, out: Output) -> str:
    """Whether the registry's history is still the one that this machine saw before."""
    checkpoint = registry.check_log()
    if checkpoint is None:
        return out.text("this registry has none yet", "у этого реестра его пока нет")
    return out.text(f"{checkpoint.size} entries", f"записей: {checkpoint.size}")


def _todo(error: BonafideError, out: Output) -> str:
    for kind, english, russian in _TODO:
        if isinstance(error, kind):
            return out.text(english, russian)
    return ""


_WORDS = {
    "libsodium": ("libsodium", "libsodium"),
    "proxy": ("proxy", "прокси"),
    "network": ("network", "сеть"),
    "clock": ("clock", "часы"),
    "key": ("key", "ключ"),
    "canary": ("canary", "проверка ключа реестра"),
    "log": ("log", "журнал"),
    "ok": ("ok", "в порядке"),
    "warning": ("warning", "замечание"),
    "failed": ("failed", "сбой"),
    "skipped": ("skipped", "пропущено"),
}
_TODO: tuple[tuple[type[BonafideError], str, str], ...] = (
    (
        ClockWrong,
        "set the clock: timedatectl set-ntp true",
        "поставьте часы: timedatectl set-ntp true",
    ),
    (
        NotConnected,
        "check BONAFIDE_URL, the firewall and the proxy",
        "проверьте BONAFIDE_URL, сетевой экран и прокси",
    ),
    (
        TimedOut,
        "the network or the registry is slow: check from another machine",
        "сеть или реестр отвечают медленно: проверьте с другой машины",
    ),
    (
        UnreadableAnswer,
        "something else answers at that address: check BONAFIDE_URL",
        "по этому адресу отвечает не реестр: проверьте BONAFIDE_URL",
    ),
    (
        NotAllowed,
        "the key is wrong or revoked: ask the registry for a new one",
        "ключ неверен или отозван: попросите у реестра новый",
    ),
    (
        LogRewritten,
        "save the state folder and show it to the registry's operator and to other shops",
        "сохраните папку состояния и покажите её оператору реестра и другим магазинам",
    ),
    (
        KeyChanged,
        "do not go on: ask the registry's operator by phone whether its key was changed",
        "остановитесь: спросите оператора реестра по телефону, менялся ли ключ",
    ),
)
