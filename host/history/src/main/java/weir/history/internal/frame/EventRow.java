package weir.history.internal.frame;

import java.math.BigInteger;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Collect;
import weir.history.PoolEvent.CollectFees;
import weir.history.PoolEvent.CollectProtocol;
import weir.history.PoolEvent.Flash;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.PoolEvent.Place;
import weir.history.PoolEvent.SetFeeProtocol;

/**
 * The values of an event in the columns of a frame, without its place. Columns that an event does not need are 0.
 *
 * @param type type of the event, one of the constants
 * @param owner owner of the position, or null
 * @param lower lower tick; the tick of Initialize; feeProtocol0
 * @param upper upper tick; feeProtocol1
 * @param value liquidity; the price of Initialize
 * @param amount0 amount of token0
 * @param amount1 amount of token1
 */
public record EventRow(
        int type, String owner, int lower, int upper, BigInteger value, BigInteger amount0, BigInteger amount1) {

    private static final int INITIALIZE = 0;
    private static final int MINT = 1;
    private static final int BURN = 2;
    private static final int COLLECT = 3;
    private static final int FLASH = 4;
    private static final int SET_FEE_PROTOCOL = 5;
    private static final int COLLECT_PROTOCOL = 6;
    private static final int COLLECT_FEES = 7;
    private static final BigInteger NONE = BigInteger.ZERO;

    public static EventRow of(PoolEvent event) {
        if (event instanceof Initialize e) {
            return new EventRow(INITIALIZE, null, e.tick(), 0, e.sqrtPriceX96(), NONE, NONE);
        }
        if (event instanceof Mint e) {
            return new EventRow(MINT, e.owner(), e.tickLower(), e.tickUpper(), e.liquidity(), e.amount0(), e.amount1());
        }
        if (event instanceof Burn e) {
            return new EventRow(BURN, e.owner(), e.tickLower(), e.tickUpper(), e.liquidity(), e.amount0(), e.amount1());
        }
        if (event instanceof Collect e) {
            return new EventRow(COLLECT, e.owner(), e.tickLower(), e.tickUpper(), NONE, e.amount0(), e.amount1());
        }
        if (event instanceof Flash e) {
            return new EventRow(FLASH, null, 0, 0, NONE, e.paid0(), e.paid1());
        }
        if (event instanceof SetFeeProtocol e) {
            return new EventRow(SET_FEE_PROTOCOL, null, e.feeProtocol0(), e.feeProtocol1(), NONE, NONE, NONE);
        }
        if (event instanceof CollectProtocol e) {
            return new EventRow(COLLECT_PROTOCOL, null, 0, 0, NONE, e.amount0(), e.amount1());
        }
        CollectFees e = (CollectFees) event;
        return new EventRow(COLLECT_FEES, null, 0, 0, NONE, e.amount0(), e.amount1());
    }

    /** @throws IllegalArgumentException if the type is unknown, because a newer version of Weir wrote it */
    PoolEvent at(Place place) {
        return switch (type) {
            case INITIALIZE -> new Initialize(place, value, lower);
            case MINT -> new Mint(place, owner, lower, upper, value, amount0, amount1);
            case BURN -> new Burn(place, owner, lower, upper, value, amount0, amount1);
            case COLLECT -> new Collect(place, owner, lower, upper, amount0, amount1);
            case FLASH -> new Flash(place, amount0, amount1);
            case SET_FEE_PROTOCOL -> new SetFeeProtocol(place, lower, upper);
            case COLLECT_PROTOCOL -> new CollectProtocol(place, amount0, amount1);
            case COLLECT_FEES -> new CollectFees(place, amount0, amount1);
            default -> throw new IllegalArgumentException("event type " + type);
        };
    }

    public EventRow withOwner(String otherOwner) {
        return new EventRow(type, otherOwner, lower, upper, value, amount0, amount1);
    }
}
