"""Queries the host with requests signed by SDK 11's `http_auth`: `btauth.py PORT`. Exits with 0 if all checks pass."""

import http.client
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import bittensor

import scene
from scene import CONCURRENT, HELD_PAIR, MOVED_PAIR, TIMEOUT_SECONDS, check

PATH = "/RebalanceQuery"


def keypair(uri):
    return bittensor.sp_core.Keypair.create_from_uri(uri)


def sign(signer, receiver, fields):
    body = json.dumps(fields).encode()
    headers = bittensor.http_auth.sign(
        keypair(signer), method="POST", path=PATH, body=body, receiver_ss58=receiver
    )
    return body, {**headers, "Content-Type": "application/json"}


def send(port, body, headers):
    """Returns status and JSON of the response; SDK 11 has no HTTP client."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", PATH, body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def check_kept(name, reply, fields):
    status, answer = reply
    check(
        name,
        status == 200
        and answer["accepted"] is True
        and answer["job_id"] == fields["job_id"]
        and positions(answer) == fields["current_positions"],
        reply,
    )


def check_rejected(name, reply, expected, text):
    status, answer = reply
    check(name, status == expected and text in answer["message"], reply)


def positions(answer):
    return [{k: v for k, v in p.items() if k != "confidence"} for p in answer["desired_positions"]]


def main(port):
    miner = keypair(scene.MINER).ss58_address
    fields = scene.query(HELD_PAIR)
    request = sign(scene.VALIDATOR, miner, fields)
    check_kept("a signed query is accepted and its positions are read back", send(port, *request), fields)
    check_rejected("a replayed request is rejected with 401", send(port, *request), 401, "ReplayedRequest")

    status, moved = send(port, *sign(scene.VALIDATOR, miner, scene.query(MOVED_PAIR)))
    check("a query of another pair is accepted", status == 200 and moved["accepted"] is True, moved)
    scene.check_moved("new positions are read back", positions(moved))

    check_rejected(
        "a query for another miner's hotkey is rejected with 401",
        send(port, *sign(scene.VALIDATOR, scene.UNREGISTERED_ADDRESS, fields)),
        401,
        "WrongReceiver",
    )
    body, headers = sign(scene.VALIDATOR, miner, fields)
    check_rejected(
        "a body that was changed after signing is rejected with 401",
        send(port, body.replace(b"job-0", b"job-1"), headers),
        401,
        "BadSignature",
    )
    check_rejected(
        "a query of an unregistered hotkey is rejected with 403",
        send(port, *sign(scene.UNREGISTERED, miner, fields)),
        403,
        "Forbidden",
    )

    queries = [scene.query(HELD_PAIR, number) for number in range(CONCURRENT)]
    with ThreadPoolExecutor(CONCURRENT) as clients:
        replies = list(
            clients.map(lambda query: send(port, *sign(scene.VALIDATOR, miner, query)), queries)
        )
    for number, reply in enumerate(replies):
        check_kept(f"concurrent query {number} of {CONCURRENT} is accepted", reply, queries[number])


if __name__ == "__main__":
    main(int(sys.argv[1]))
