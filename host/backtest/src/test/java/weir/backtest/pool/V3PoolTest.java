package weir.backtest.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.strategy.Inventory;
import weir.uniswap.v3.TickMath;

/** The pool against the outcomes that v3-core's own tests record, and against conservation. */
class V3PoolTest {

    private static final BigInteger TWO_E18 = new BigInteger("2000000000000000000");
    private static final BigInteger ONE_TO_ONE = BigInteger.ONE.shiftLeft(96);
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
    private static final String LP = "lp";

    /** Recorded by v3-core's test of swaps. An empty amount swaps without limit to the price that follows it. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            # pool,       down,  amount,               limit1/limit0, change0, change1, growth0, growth1, tick
            high fee,     true,  1000,                 , 1000, -989, 1701411834604692317316, 0, -1
            high fee,     false, 1000000000000000000,  , -662207357859531772, 1000000000000000000, 0, 1701411834604692317316873037158841057, 8042
            high fee,     true,  -1000,                , 1012, -1000, 1871553018065161549048, 0, -1
            high fee,     true,  -1000000000000000000, , 2020202020202020203, -1000000000000000000, 3437195625464025050172418213103875650, 0, -13864
            full range,   true,  1000000000000000000,  , 1000000000000000000, -665331998665331998, 510423550381407695195061911147652317, 0, -8090
            full range,   false, 1000,                 , -996, 1000, 0, 510423550381407695195, 0
            full range,   false, -1000000000000000000, , -1000000000000000000, 2006018054162487463, 0, 1023918857334819954209013958517557896, 13863
            full range,   true,  , 2/5, 1165774985123750584, -735088935932648267, 595039006852697554786973994761078087, 0, -9164
            full range,   false, , 5/2, -735088935932648267, 1165774985123750584, 0, 595039006852697554786973994761078087, 9163
            hollow,       true,  , 2/5, 1159748196632793863, -729098226020826705, 591962792073745646583043420635066071, 0, -9164
            hollow,       false, -1000,                , -1000, 1011, 0, 680564733841876926926, 60
            hollow,       false, -1000000000000000000, , -1000000000000000000, 2024171064311638316, 0, 1033184581225259164735720748018047287, 13983
            hollow,       false, , 5/2, -729098226020826705, 1159748196632793863, 0, 591962792073745646583043420635066071, 9163
            two layers,   true,  1000,                 , 1000, -996, 510423550381407695195, 0, -1
            two layers,   true,  1000000000000000000,  , 1000000000000000000, -795933705287758544, 256749882580179971840679703106063897, 0, -4476
            two layers,   false, 1000000000000000000,  , -795933705287758544, 1000000000000000000, 0, 256749882580179971840679703106063897, 4475
            two layers,   true,  -1000000000000000000, , 1342022152495072924, -1000000000000000000, 344037963272993171369654596359692757, 0, -5794
            two layers,   true,  , 2/5, 2325523181756544449, -1464187161953474971, 595039006852697724928157455230309818, 0, -9164
            two layers,   false, -1000000000000000000, , -1000000000000000000, 1342022152495072924, 0, 344037963272993171369654596359692757, 5793
            two layers,   false, , 5/2, -1464187161953474971, 2325523181756544449, 0, 595039006852697724928157455230309818, 9163
            near the top, true,  1000,                 , 1000, -26083549850867114346332688477747755628, 2381976568446569244235, 0, 705098
            near the top, true,  1000000000000000000,  , 1000000000000000000, -26087635650665564420687107504180041533, 510423550381413479995299567101531162, 0, 13923
            near the top, false, 1000,                 , 0, 1000, 0, 510423550381407695195, 880340
            near the top, false, -1000,                , 0, 10740898373457544742072477595619363803, 0, 5482407482066087054477299856254072312542046383926535301, 887271
            near the end, true,  -1000,                , 10790901831095468191587263901270792610, 0, 5507930424444982259736347157352787128931407551935325049, 0, -887272
            near the end, false, 1000,                 , -26033697540846965126433148994127431276, 1000, 0, 2381976568446569244235, -705093
            near the end, false, , 5/2, -26037782196502120274160871558471687260, 3171793039286238112, 0, 1618957864187523634078592530170978294, 9163
            """)
    void swapsMatchTheRecordedTestsOfTheContract(
            String poolName,
            boolean zeroForOne,
            BigInteger amount,
            String limit,
            BigInteger change0,
            BigInteger change1,
            BigInteger growth0,
            BigInteger growth1,
            int tickAfter) {
        V3Pool pool = recordedPool(poolName);
        BigInteger end = zeroForOne
                ? TickMath.MIN_SQRT_RATIO.add(BigInteger.ONE)
                : TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE);
        Inventory change =
                pool.swap(zeroForOne, amount == null ? UNLIMITED : amount, limit == null ? end : sqrt(limit));
        assertEquals(new Inventory(change0, change1), change);
        assertEquals(new Inventory(growth0, growth1), pool.feeGrowthGlobalX128());
        assertEquals(tickAfter, pool.tick());
    }

    private static V3Pool recordedPool(String name) {
        V3Pool pool =
                switch (name) {
                    case "high fee" -> new V3Pool(10_000, 200, ONE_TO_ONE);
                    case "near the top" ->
                        new V3Pool(3000, 60, BigInteger.ONE.shiftLeft(127 + 192).sqrt());
                    // 2^-127 as that test computes it, with forty decimals.
                    case "near the end" -> new V3Pool(3000, 60, BigInteger.valueOf(6_085_630_636L));
                    default -> new V3Pool(3000, 60, ONE_TO_ONE);
                };
        int end = name.equals("high fee") ? 887_200 : 887_220;
        if (!name.equals("hollow")) {
            pool.mint(LP, -end, end, TWO_E18);
        }
        if (name.equals("hollow") || name.equals("two layers")) {
            pool.mint(LP, -end, -60, TWO_E18);
            pool.mint(LP, 60, end, TWO_E18);
        }
        return pool;
    }

    @Test
    void tokensAreConservedAndFeesAreNotNegative() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 40; round++) {
            V3Pool pool = new V3Pool(3000, 60, TickMath.getSqrtRatioAtTick(random.nextInt(-20_000, 20_000)));
            Ledger ledger = new Ledger(pool);
            for (int i = 0; i < 150; i++) {
                ledger.act(random);
            }
            ledger.closeAll();
        }
    }

    /** Plays at random on a pool and keeps the sum of all that went in and out. */
    private static final class Ledger {
        private final V3Pool pool;
        private final List<Range> open = new ArrayList<>();
        private BigInteger in0 = BigInteger.ZERO;
        private BigInteger in1 = BigInteger.ZERO;

        Ledger(V3Pool pool) {
            this.pool = pool;
            mint(new Range("base", -887_220, 887_220, TWO_E18));
        }

        void act(SplittableRandom random) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    int lower = 60 * random.nextInt(-400, 399);
                    BigInteger liquidity = BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
                    mint(new Range("p" + open.size(), lower, lower + 60 * random.nextInt(1, 200), liquidity));
                }
                case 1 -> {
                    if (open.size() > 1) {
                        close(open.remove(random.nextInt(1, open.size())));
                    }
                }
                default -> swap(random);
            }
            assertEquals(pool.balances(), new Inventory(in0, in1), "the balances equal the input");
        }

        private void swap(SplittableRandom random) {
            boolean down = random.nextBoolean();
            BigInteger amount = BigInteger.valueOf(random.nextLong(1, 2_000_000_000_000_000_000L));
            BigInteger limit = TickMath.getSqrtRatioAtTick(pool.tick() + (down ? -3000 : 3000));
            Inventory change = pool.swap(down, random.nextBoolean() ? amount : amount.negate(), limit);
            assertTrue((down ? change.amount0() : change.amount1()).signum() >= 0, "the input comes in");
            assertTrue((down ? change.amount1() : change.amount0()).signum() <= 0, "the output goes out");
            int priceTick = TickMath.getTickAtSqrtRatio(pool.sqrtPriceX96());
            assertTrue(pool.tick() == priceTick || pool.tick() == priceTick - 1);
            move(change);
        }

        private void mint(Range range) {
            open.add(range);
            move(pool.mint(range.owner, range.lower, range.upper, range.liquidity));
        }

        private void close(Range range) {
            Inventory given = pool.burn(range.owner, range.lower, range.upper, range.liquidity);
            Inventory collected = pool.collect(range.owner, range.lower, range.upper);
            assertTrue(collected.amount0().compareTo(given.amount0()) >= 0, "fees are not negative");
            assertTrue(collected.amount1().compareTo(given.amount1()) >= 0, "fees are not negative");
            move(new Inventory(collected.amount0().negate(), collected.amount1().negate()));
        }

        void closeAll() {
            open.forEach(this::close);
            assertEquals(BigInteger.ZERO, pool.liquidity());
            // Every rounding is to the pool's favour, and small.
            assertTrue(in0.signum() >= 0 && in0.bitLength() < 16, () -> "dust of token0: " + in0);
            assertTrue(in1.signum() >= 0 && in1.bitLength() < 16, () -> "dust of token1: " + in1);
        }

        private void move(Inventory change) {
            in0 = in0.add(change.amount0());
            in1 = in1.add(change.amount1());
        }
    }

    private record Range(String owner, int lower, int upper, BigInteger liquidity) {}

    @Test
    void rejectsWhatTheContractReverts() {
        V3Pool pool = recordedPool("full range");
        BigInteger one = BigInteger.ONE;
        assertThrows(IllegalArgumentException.class, () -> pool.mint(LP, -59, 60, one));
        assertThrows(IllegalArgumentException.class, () -> pool.mint(LP, 60, 60, one));
        assertThrows(IllegalArgumentException.class, () -> pool.mint(LP, -887_280, 60, one));
        assertThrows(IllegalArgumentException.class, () -> pool.mint(LP, 0, 60, BigInteger.ZERO));
        assertThrows(IllegalArgumentException.class, () -> pool.burn(LP, 0, 60, one));
        assertThrows(IllegalArgumentException.class, () -> pool.burn(LP, -887_220, 887_220, TWO_E18.add(one)));
        assertThrows(IllegalArgumentException.class, () -> pool.swap(true, one, ONE_TO_ONE));
        assertThrows(IllegalArgumentException.class, () -> pool.swap(false, one, TickMath.MAX_SQRT_RATIO));
        assertThrows(IllegalArgumentException.class, () -> pool.swap(true, BigInteger.ZERO, one));
        assertThrows(IllegalArgumentException.class, () -> new V3Pool(1_000_000, 60, ONE_TO_ONE));
        assertThrows(IllegalArgumentException.class, () -> new V3Pool(500, 0, ONE_TO_ONE));
        assertEquals(Inventory.NONE, pool.collect("unknown", 0, 60));
    }

    private static BigInteger sqrt(String ratio) {
        String[] parts = ratio.split("/");
        return new BigInteger(parts[0])
                .shiftLeft(192)
                .divide(new BigInteger(parts[1]))
                .sqrt();
    }
}
