"""Signatures of shared strategies: `share.py WEIR JAR WORK [BTCLI]`, with SDK 11. Exits with 0 if all checks pass.

btcli (newest 9.x) and SDK 11 sign what Weir verifies, and verify what Weir signs with a key file.
"""

import json
import pathlib
import re
import subprocess
import sys

import bittensor

from scene import check

Keypair = bittensor.sp_core.Keypair
HOTKEY, COLDKEY = Keypair.create_from_uri("//Eve"), Keypair.create_from_uri("//Bob")
# The secret seeds of these well-known development accounts.
SEEDS = {
    "hotkeys/signer": (HOTKEY, "0x786ad0e2df456fe43dd1f91ebca22e235bc162e0bb8d53c633e8c85b2af68b7a"),
    "coldkey": (COLDKEY, "0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89"),
}
TIMEOUT_SECONDS = 60

weir, jar, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]) / "share"
btcli = sys.argv[4] if len(sys.argv) > 4 else None


def wallet():
    """Writes a wallet without a password and returns its directory."""
    directory = work / "wallets"
    for name, (keys, seed) in SEEDS.items():
        file = directory / "watch" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        public = "0x" + bytes(keys.public_key).hex()
        content = {"accountId": public, "publicKey": public, "secretSeed": seed, "ss58Address": keys.ss58_address}
        file.write_text(json.dumps(content))
        file.chmod(0o600)
    return directory


def publish(name, *signing, **options):
    repository = work / name
    command = [weir, "publish", jar, "--repo", repository, "--name", name, "--publisher", HOTKEY.ss58_address]
    subprocess.run([*map(str, command), *signing], check=True, timeout=TIMEOUT_SECONDS, **options)
    return repository


def verified_by_weir(repository):
    command = [weir, "verify", str(repository), "--publisher", HOTKEY.ss58_address]
    return subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS).returncode == 0


def signatures(repository):
    found = [json.loads(file.read_text()) for file in sorted(repository.rglob("*.sig"))]
    check(f"{repository.name} has signatures", len(found) >= 2, found)
    return found


def sign_printed():
    """Signs the messages of the commands that `--sign print` shows, as their user would elsewhere."""
    repository = work / "printed"
    command = [weir, "publish", jar, "--repo", repository, "--name", "printed", "--publisher", HOTKEY.ss58_address]
    pipe = subprocess.PIPE
    with subprocess.Popen(list(map(str, command)), stdin=pipe, stderr=pipe, text=True) as process:
        messages = []
        for line in process.stderr:
            messages += re.findall(r"--message (\S+)", line)
            if messages and not line.strip():
                break
        for message in messages:
            signature = HOTKEY.sign(message.encode()).hex()
            json.dump({"signer_address": HOTKEY.ss58_address, "signed_message": signature}, process.stdin)
        process.stdin.close()
    return repository


wallets = wallet()
by_weir = publish("keyfile", "--sign", "keyfile", "--keyfile", str(wallets / "watch/hotkeys/signer"))
for each in signatures(by_weir):
    genuine = HOTKEY.verify(each["message"].encode(), bytes.fromhex(each["signed_message"]))
    altered = HOTKEY.verify(each["message"].encode() + b"0", bytes.fromhex(each["signed_message"]))
    check("SDK 11 verifies what Weir signs", genuine and not altered, each)
check("Weir verifies what SDK 11 signs", verified_by_weir(sign_printed()), "printed")

if btcli:
    options = ["--wallet.name", "watch", "--wallet.hotkey", "signer", "--wallet.path", str(wallets), "--sign", "btcli"]
    environment = {"PATH": f"{pathlib.Path(btcli).parent}:/usr/bin:/bin", "HOME": str(work)}
    by_btcli = publish("btcli", *options, env=environment)
    check("Weir verifies what btcli signs", verified_by_weir(by_btcli), by_btcli)
    keys = [weir, "publisher", "--repo", str(by_btcli), "--coldkey", COLDKEY.ss58_address, "--add", HOTKEY.ss58_address]
    signed = subprocess.run([*keys, *options], timeout=TIMEOUT_SECONDS, env=environment).returncode == 0
    check("Weir verifies what btcli signs with a coldkey", signed, keys)
    each = signatures(by_weir)[-1]
    for name, message, expected in [
        ("btcli verifies what Weir signs", each["message"], True),
        ("btcli rejects another message", each["message"] + "0", False),
    ]:
        command = [btcli, "wallet", "verify", "--message", message, "--signature", each["signed_message"]]
        command += ["--address", HOTKEY.ss58_address, "--json-output"]
        output = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, env=environment).stdout
        check(name, ("true" in output.lower()) == expected, output)
