"""Queries the host with the real Dendrite of SDK 10: `dendrite.py PORT`. Exits with 0 if all checks pass."""

import asyncio
import sys

from bittensor.utils import networking

# A dendrite looks up its own address on the internet; here it is only the value of a header.
networking.get_external_ip = lambda: "198.51.100.7"

import bittensor
from bittensor_wallet import Keypair

import scene
from scene import CONCURRENT, HELD_PAIR, MOVED_PAIR, TIMEOUT_SECONDS, check
from synapse import RebalanceQuery


class Dendrite(bittensor.Dendrite):
    """Keeps the fields that the SDK reads from response headers; the axon fields of the body would replace them."""

    from_headers = None

    def process_server_response(self, server_response, json_response, local_synapse):
        self.from_headers = bittensor.Synapse.from_headers(server_response.headers)
        super().process_server_response(server_response, json_response, local_synapse)


def keypair(uri):
    return Keypair.create_from_uri(uri)


def axon(port, hotkey):
    return bittensor.AxonInfo(
        version=1, ip="127.0.0.1", port=port, ip_type=4, hotkey=hotkey, coldkey=hotkey
    )


async def query(dendrite, target, pair, number=0):
    return await dendrite.call(
        target_axon=target,
        synapse=RebalanceQuery(**scene.query(pair, number)),
        timeout=TIMEOUT_SECONDS,
    )


def check_accepted(name, answer):
    check(
        name,
        answer.is_success
        and answer.axon.status_code == 200
        and answer.axon.status_message == "Success"
        and answer.accepted is True
        and answer.miner_metadata is not None,
        (answer.axon, answer.dendrite),
    )


def check_rejected(name, answer, status, text):
    check(
        name,
        not answer.is_success
        and answer.axon.status_code == status
        and text in str(answer.axon.status_message)
        and answer.desired_positions is None,
        (answer.axon, answer.dendrite),
    )


async def main(port):
    miner = axon(port, keypair(scene.MINER).ss58_address)
    async with Dendrite(wallet=keypair(scene.VALIDATOR)) as validator:
        held = await query(validator, miner, HELD_PAIR)
        check_accepted("a dendrite's query is accepted", held)
        check(
            "kept positions are read back as they were sent",
            held.desired_positions == held.current_positions
            and held.current_positions == RebalanceQuery(**scene.query(HELD_PAIR)).current_positions,
            held.desired_positions,
        )
        headers = validator.from_headers.axon
        check(
            "the answer's headers are read",
            headers.status_code == 200 and headers.status_message == "Success" and float(headers.process_time) >= 0,
            headers,
        )

        moved = await query(validator, miner, MOVED_PAIR)
        check_accepted("a query of another pair is accepted", moved)
        scene.check_moved(
            "new positions are read back",
            [p.model_dump(exclude={"confidence"}) for p in moved.desired_positions],
        )

        wrong = await query(validator, axon(port, scene.UNREGISTERED_ADDRESS), HELD_PAIR)
        check_rejected("a query for another miner's hotkey is rejected with 401", wrong, 401, "Not Verified")

    async with Dendrite(wallet=keypair(scene.UNREGISTERED)) as unregistered:
        unknown = await query(unregistered, miner, HELD_PAIR)
        check_rejected("a query of an unregistered hotkey is rejected with 403", unknown, 403, "Forbidden")

    await concurrent(miner)


async def concurrent(miner):
    """Twenty concurrent queries of one dendrite, like a validator with many jobs."""
    async with Dendrite(wallet=keypair(scene.VALIDATOR)) as dendrite:
        answers = await asyncio.gather(*(query(dendrite, miner, HELD_PAIR, number) for number in range(CONCURRENT)))
    for number, answer in enumerate(answers):
        check_accepted(f"concurrent query {number} of {CONCURRENT} is accepted", answer)
    check(
        "each concurrent query gets its own answer",
        all(a.job_id == f"job-{n}" and a.desired_positions == a.current_positions for n, a in enumerate(answers)),
        answers,
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
