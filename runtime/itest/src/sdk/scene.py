"""Keys, queries and checks that the tests of both SDKs share. Standard library only."""

import http.client
import sys
import time

# Development accounts: `run` starts the host with the first hotkey and registers the second as a validator.
MINER, VALIDATOR, UNREGISTERED = "//Alice", "//Bob", "//Charlie"
UNREGISTERED_ADDRESS = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"

CONCURRENT = 20
TIMEOUT_SECONDS = 5.0

# `run` routes this pair to the strategy hold, every other pair to range-follower.
HELD_PAIR = "0x2222222222222222222222222222222222222222"
MOVED_PAIR = "0x3333333333333333333333333333333333333333"

SPACING = 200


def query(pair, number=0):
    """The fields of a query. The position is far below the price, so that range-follower rebalances."""
    return {
        "job_id": f"job-{number}",
        "sn_liquidity_manager_address": "0x1111111111111111111111111111111111111111",
        "pair_address": pair,
        "chain_id": 8453,
        "round_id": "round-7",
        "round_type": "evaluation",
        "block_number": 31_000_000 + number,
        # sqrtPriceX96 as a double, as validators send it.
        "current_price": 1.4614467034852102e33,
        "current_positions": [
            {"tick_lower": 180_000, "tick_upper": 181_000, "allocation0": "0", "allocation1": "2000000000"}
        ],
        "inventory_remaining": {"amount0": "1000000000000000000", "amount1": "3500000000"},
        "rebalances_so_far": 0,
        "tick_spacing": SPACING,
    }


def check(name, passed, actual=""):
    """Prints the name of a passed check, or exits with the actual value."""
    if not passed:
        sys.exit(f"FAILED: {name}: {actual}")
    print(f"ok: {name}", flush=True)


def check_moved(name, positions):
    """Checks positions given as dictionaries: they are new, on the pool's tick spacing, with integer allocations."""
    check(
        name,
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
    """Waits until the axon answers a GET with 405."""
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
