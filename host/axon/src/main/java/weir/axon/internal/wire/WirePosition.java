package weir.axon.internal.wire;

import java.math.BigInteger;
import weir.strategy.Position;

/**
 * A position as the wire has it.
 *
 * @param tickLower lower end of the range
 * @param tickUpper upper end
 * @param allocation0 raw token0 units, as it was written
 * @param allocation1 raw token1 units, as it was written
 * @param confidence the number as it was written, or {@code null}; only echoed
 */
record WirePosition(int tickLower, int tickUpper, String allocation0, String allocation1, String confidence) {

    static WirePosition of(Position position) {
        return new WirePosition(
                position.tickLower(),
                position.tickUpper(),
                position.allocation0().toString(),
                position.allocation1().toString(),
                null);
    }

    Position position() {
        return new Position(tickLower, tickUpper, new BigInteger(allocation0), new BigInteger(allocation1));
    }
}
