"""The real Dendrite of SDK 10 asks the host: `dendrite.py PORT`. Ends with 0 when all that it checks holds."""

import asyncio
import sys

from bittensor.utils import networking

# A dendrite looks its own address up with several services in the internet; the answer is only a header here.
networking.get_external_ip = lambda: "198.51.100.7"

import bittensor
from bittensor_wallet import Keypair

import scene
from scene import CONCURRENT, HELD_PAIR, MOVED_PAIR, TIMEOUT_SECONDS, check
from synapse import RebalanceQuery


class Dendrite(bittensor.Dendrite):
    """Keeps what the SDK reads from an answer's headers, which the body's own axon fields would hide."""

    read_of_headers = None

    def process_server_response(self, server_response, json_response, local_synapse):
        self.read_of_headers = bittensor.Synapse.from_headers(server_response.headers)
        super().process_server_response(server_response, json_response, local_synapse)


def keypair(uri):
    return Keypair.create_from_uri(uri)


def axon(port, hotkey):
    return bittensor.AxonInfo(
        version=1, ip="127.0.0.1", port=port, ip_type=4, hotkey=hotkey, coldkey=hotkey
    )


async def ask(dendrite, target, pair, number=0):
    return await dendrite.call(
        target_axon=target,
        synapse=RebalanceQuery(**scene.query(pair, number)),
        timeout=TIMEOUT_SECONDS,
    )


def check_accepted(what, answer):
    check(
        what,
        answer.is_success
        and answer.axon.status_code == 200
        and answer.axon.status_message == "Success"
        and answer.accepted is True
        and answer.miner_metadata is not None,
        (answer.axon, answer.dendrite),
    )


def check_refused(what, answer, status, words):
    check(
        what,
        not answer.is_success
        and answer.axon.status_code == status
        and words in str(answer.axon.status_message)
        and answer.desired_positions is None,
        (answer.axon, answer.dendrite),
    )


async def main(port):
    miner = axon(port, keypair(scene.MINER).ss58_address)
    async with Dendrite(wallet=keypair(scene.VALIDATOR)) as validator:
        held = await ask(validator, miner, HELD_PAIR)
        check_accepted("a dendrite's query is accepted", held)
        check(
            "kept positions are read back as they were sent",
            held.desired_positions == held.current_positions
            and held.current_positions == RebalanceQuery(**scene.query(HELD_PAIR)).current_positions,
            held.desired_positions,
        )
        headers = validator.read_of_headers.axon
        check(
            "the answer's headers are read",
            headers.status_code == 200 and headers.status_message == "Success" and float(headers.process_time) >= 0,
            headers,
        )

        moved = await ask(validator, miner, MOVED_PAIR)
        check_accepted("a query of another pair is accepted", moved)
        scene.check_moved(
            "new positions are read back",
            [p.model_dump(exclude={"confidence"}) for p in moved.desired_positions],
        )

        wrong = await ask(validator, axon(port, scene.STRANGER_ADDRESS), HELD_PAIR)
        check_refused("a query for another miner's hotkey is refused with 401", wrong, 401, "Not Verified")

    async with Dendrite(wallet=keypair(scene.STRANGER)) as stranger:
        unknown = await ask(stranger, miner, HELD_PAIR)
        check_refused("a query of an unregistered hotkey is refused with 403", unknown, 403, "Forbidden")

    await concurrent(miner)


async def concurrent(miner):
    """Twenty queries of one dendrite, as of a validator with many jobs: they overtake each other on their way."""
    async with Dendrite(wallet=keypair(scene.VALIDATOR)) as dendrite:
        answers = await asyncio.gather(*(ask(dendrite, miner, HELD_PAIR, number) for number in range(CONCURRENT)))
    for number, answer in enumerate(answers):
        check_accepted(f"concurrent query {number} of {CONCURRENT} is accepted", answer)
    check(
        "each concurrent query gets its own answer",
        all(a.job_id == f"job-{n}" and a.desired_positions == a.current_positions for n, a in enumerate(answers)),
        answers,
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
