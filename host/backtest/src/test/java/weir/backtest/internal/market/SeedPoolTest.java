package weir.backtest.internal.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weir.backtest.pool.V3Pool;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

class SeedPoolTest {

    private final SplittableRandom random = new SplittableRandom(98);

    /** The model of the contract, which also tracks fees, is checked against recorded tests of the contract. */
    @Test
    void swapsEqualThoseOfTheContract() {
        BigInteger start = TickMath.getSqrtRatioAtTick(-1_234);
        V3Pool contract = new V3Pool(3_000, 60, start);
        SeedPool pool = new SeedPool(3_000, 60, start);
        mint(contract, pool, TickRange.around(0, TickMath.MAX_TICK, 60));
        for (int i = 0; i < 30; i++) {
            mint(contract, pool, TickRange.around(random.nextInt(-3_000, 3_000), random.nextInt(1, 4_000), 60));
        }
        for (int i = 0; i < 2_000; i++) {
            boolean down = random.nextBoolean();
            BigInteger input = BigInteger.valueOf(random.nextLong(1, 1L << random.nextInt(1, 60)));
            BigInteger limit = pool.sqrtPriceX96()
                    .multiply(BigInteger.valueOf(down ? 900 : 1_100))
                    .divide(BigInteger.valueOf(1_000));
            assertEquals(contract.swap(down, input, limit), pool.swap(down, input, limit), "swap " + i);
            assertEquals(contract.sqrtPriceX96(), pool.sqrtPriceX96());
            assertEquals(contract.liquidity(), pool.liquidity());
        }
    }

    private void mint(V3Pool contract, SeedPool pool, TickRange range) {
        BigInteger liquidity = BigInteger.valueOf(random.nextLong(1L << 55, 1L << 60));
        contract.mint("provider", range.lower(), range.upper(), liquidity);
        pool.mint(range, liquidity);
    }
}
