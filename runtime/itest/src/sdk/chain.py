"""Checks with SDK 11's Rust core what `ChainSamples.java` wrote: `chain.py FOLDER`. Exits with 0 if all checks pass.

The core decodes each extrinsic by the metadata, builds the signed bytes itself, and verifies the signature over them. It decodes the recorded
metagraphs into the SDK's own `Metagraph`, which is compared with Weir's row by row.
"""

import json
import sys
from pathlib import Path

from bittensor import metagraph as sdk
from bittensor._transport.codec import RuntimeCodec
from bittensor.sp_core import Keypair

from scene import check

METHOD = ("SubnetInfoRuntimeApi", "get_selective_metagraph")


def load(folder, sample):
    metadata = (folder / f"{sample['spec']}.scale").read_bytes()
    return RuntimeCodec(
        metadata, spec_version=sample["spec"], transaction_version=sample["transactionVersion"]
    )


def check_extrinsic(runtime, sample):
    raw = bytes.fromhex(sample["extrinsic"])
    decoded = runtime.decode_extrinsic(raw)
    arguments = {argument["name"]: argument["value"] for argument in decoded["call"]["call_args"]}
    assert arguments == sample["arguments"], arguments
    assert int(decoded["nonce"]) == sample["nonce"], decoded
    call = runtime.compose_call("SubtensorModule", "serve_axon", sample["arguments"])
    assert raw.endswith(call.data), "the call has other bytes"
    era = "00" if sample["period"] == 0 else {"period": sample["period"], "current": sample["birth"]}
    payload = runtime.signature_payload(
        call,
        era=era,
        nonce=sample["nonce"],
        tip=0,
        tip_asset_id=None,
        genesis_hash="0x" + sample["genesis"],
        era_block_hash="0x" + sample["eraBlock"],
    )
    # A length, 84 for version 4 and signed, 00 for an account id, 32 bytes of it, 01 for sr25519, and the signature.
    start = {0: 1, 1: 2, 2: 4}[raw[0] & 3]
    assert raw[start : start + 2] == b"\x84\x00" and raw[start + 34] == 1, raw.hex()
    signature = raw[start + 35 : start + 99]
    signer = Keypair(ss58_address=sample["signer"])
    assert raw[start + 2 : start + 34] == bytes(signer.public_key), "another signer"
    assert signer.verify(payload, signature), "the signature does not verify"
    damaged = bytes([payload[0] ^ 1]) + payload[1:]
    assert not signer.verify(damaged, signature), "a signature over other bytes verifies"


def check_metagraph(runtime, sample):
    output = runtime.runtime_api_map[METHOD[0]][METHOD[1]]["output"]
    graph = runtime.decode(output, bytes.fromhex(sample["result"][2:]))
    for name in ("tempo", "last_step", "blocks_since_last_step", "owner_hotkey", "owner_coldkey", "network_registered_at"):
        if graph.get(name) is None:  # not among the fields that were asked for
            graph[name] = 0
    expected = sdk._build(sample["netuid"], graph, {})
    assert expected.block == sample["block"], expected.block
    rows = [
        {
            "uid": neuron.uid,
            "hotkey": neuron.hotkey,
            "permit": neuron.validator_permit,
            "alpha": neuron.alpha_stake.rao,
            "tao": neuron.tao_stake.rao,
            "total": neuron.total_stake.rao,
            "axon": neuron.axon or "",
        }
        for neuron in expected.neurons
    ]
    differences = [(row, ours) for row, ours in zip(rows, sample["neurons"], strict=True) if row != ours]
    assert not differences, differences[:3]
    return len(rows)


def main(folder):
    samples = json.loads((folder / "samples.json").read_text())
    for sample in samples["extrinsics"]:
        check_extrinsic(load(folder, sample), sample)
    specs = sorted({sample["spec"] for sample in samples["extrinsics"]})
    check(f"the core verifies {len(samples['extrinsics'])} extrinsics of specs {specs}", len(specs) == 3)
    for sample in samples["metagraphs"]:
        rows = check_metagraph(load(folder, sample), sample)
        check(f"{rows} neurons of spec {sample['spec']} are equal to the SDK's Metagraph", rows > 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
