package weir.axon.internal.wire;

import java.math.BigInteger;
import weir.strategy.Inventory;

/**
 * The free tokens as the wire has them.
 *
 * @param amount0 raw token0 units, as it was written
 * @param amount1 raw token1 units, as it was written
 */
record WireInventory(String amount0, String amount1) {

    Inventory amounts() {
        return new Inventory(new BigInteger(amount0), new BigInteger(amount1));
    }
}
