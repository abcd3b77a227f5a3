"""RebalanceQuery as a validator of subnet 98 declares it: the names of the miner guide and the types on the wire."""

from typing import List, Optional

import bittensor
from pydantic import BaseModel


class Position(BaseModel):
    """A Uniswap V3 position; the allocations are decimal strings of raw token units."""

    tick_lower: int
    tick_upper: int
    allocation0: str
    allocation1: str
    confidence: Optional[float] = None


class Inventory(BaseModel):
    """Tokens that are free to deploy, decimal strings of raw token units."""

    amount0: str
    amount1: str


class MinerMetadata(BaseModel):
    version: str
    model_info: Optional[str] = None


class RebalanceQuery(bittensor.Synapse):
    job_id: str
    sn_liquidity_manager_address: str
    pair_address: str
    chain_id: int = 8453
    round_id: str
    round_type: str
    block_number: int
    current_price: float
    current_positions: List[Position]
    inventory_remaining: Optional[Inventory] = None
    rebalances_so_far: int = 0
    tick_spacing: int = 200

    accepted: bool = False
    refusal_reason: Optional[str] = None
    desired_positions: Optional[List[Position]] = None
    miner_metadata: Optional[MinerMetadata] = None

    def deserialize(self) -> "RebalanceQuery":
        return self
