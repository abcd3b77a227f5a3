"""What both SDKs ask the same host: who is who, the query, and what a good answer to it is. Standard library only."""

import http.client
import sys
import time

# The well-known development accounts; `run` gives the host the first as its hotkey and registers the second as a validator.
MINER, VALIDATOR, STRANGER = "//Alice", "//Bob", "//Charlie"
STRANGER_ADDRESS = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"

CONCURRENT = 20
TIMEOUT_SECONDS = 5.0

# `run` routes this pair to the strategy that keeps what is held, every other pair to one that moves.
HELD_PAIR = "0x2222222222222222222222222222222222222222"
MOVED_PAIR = "0x3333333333333333333333333333333333333333"

SPACING = 200


def query(pair, number=0):
    """The fields of a query; the held range lies far below the price, so that a strategy that moves wants to move."""
    return {
        "job_id": f"job-{number}",
        "sn_liquidity_manager_address": "0x1111111111111111111111111111111111111111",
        "pair_address": pair,
        "chain_id": 8453,
        "round_id": "round-7",
        "round_type": "evaluation",
        "block_number": 31_000_000 + number,
        # sqrtPriceX96 as a double, which is what today's validators send.
        "current_price": 1.4614467034852102e33,
        "current_positions": [
            {"tick_lower": 180_000, "tick_upper": 181_000, "allocation0": "0", "allocation1": "2000000000"}
        ],
        "inventory_remaining": {"amount0": "1000000000000000000", "amount1": "3500000000"},
        "rebalances_so_far": 0,
        "tick_spacing": SPACING,
    }


def check(what, holds, shown=""):
    """Says what was checked, or ends the process with what was seen instead."""
    if not holds:
        sys.exit(f"FAILED: {what}: {shown}")
    print(f"ok: {what}", flush=True)


def check_moved(what, positions):
    """Positions as plain mappings: new ones, on the pool's ticks, in whole token units."""
    check(
        what,
        bool(positions)
        and positions != query(MOVED_PAIR)["current_positions"]
        and all(
            p["tick_lower"] < p["tick_upper"]
            and p["tick_lower"] % SPACING == 0
            and p["tick_upper"] % SPACING == 0
            and p["allocation0"].isdecimal()
            and p["allocation1"].isdecimal()
            for p in positions
        ),
        positions,
    )


def await_host(port, seconds=45):
    """Waits until the axon answers: 405 is its answer to a GET, before that there is nobody or nothing at the path."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/RebalanceQuery")
            if connection.getresponse().status == 405:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    sys.exit(f"FAILED: no axon answers on port {port} after {seconds} s")


if __name__ == "__main__":
    await_host(int(sys.argv[1]))
