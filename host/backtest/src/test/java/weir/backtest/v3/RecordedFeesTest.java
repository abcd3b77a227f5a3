package weir.backtest.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.Deployment;
import weir.backtest.Recordings;
import weir.backtest.Swaps;
import weir.backtest.internal.v3.CrossedTickSolver;
import weir.backtest.internal.v3.SwapRouteFinder;
import weir.backtest.internal.v3.SwapRouteFinder.Segment;
import weir.backtest.internal.v3.SwapRouteFinder.SwapRoute;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.SwapFee;
import weir.uniswap.v3.TickMath;
import weir.vectors.Recorded;

/** The fees of the {@code v3} model equal those of real contracts with a constant and a dynamic fee: {@code evm/recorded-*.json.gz}. */
class RecordedFeesTest {

    /** Fees of the contract are rounded at every swap. */
    private static final BigInteger MAX_ROUNDING_UNITS = BigInteger.valueOf(8);

    private static final BigInteger ALLOCATION0 = BigInteger.TEN.pow(16);
    private static final BigInteger ALLOCATION1 = BigInteger.TEN.pow(8);
    private static final Inventory INVENTORY = new Inventory(ALLOCATION0, ALLOCATION1);

    /** More swaps are proven than by {@link SwapFee} alone, because one crossing of a tick is solved, too. */
    @ParameterizedTest
    @CsvSource({"uniswap-v3, 0.8507", "slipstream, 0.93"})
    void feeOfEveryProvenSwapEqualsTheContracts(String kind, double minProvenShare) throws IOException {
        Map<String, Integer> truth = new HashMap<>();
        for (JsonElement element : recording(kind).getAsJsonArray("fee_truth")) {
            JsonObject swap = element.getAsJsonObject();
            truth.put(
                    swap.get("block") + "-" + swap.get("logIndex"),
                    swap.get("fee").getAsInt());
        }
        SwapRouteFinder finder = new SwapRouteFinder(0, new CrossedTickSolver());
        List<Swap> swaps = swaps(kind);
        int proven = 0;
        int compared = 0;
        for (int i = 1; i < swaps.size(); i++) {
            Swap before = swaps.get(i - 1);
            Swap swap = swaps.get(i);
            BigInteger input = swap.amount0().max(swap.amount1());
            SwapRoute route = finder.find(before.price().sqrtPriceX96(), before.liquidity(), swap);
            proven += route.isProven() ? 1 : 0;
            if (route.isProven() && input.compareTo(SwapFee.MIN_INPUT_OF_EXACT_PIPS) > 0) {
                BigInteger fee = route.segments().stream().map(Segment::fee).reduce(BigInteger.ZERO, BigInteger::add);
                String place = swap.blockNumber() + "-" + swap.logIndex();
                assertEquals(truth.get(place), new SwapFee(true, input, fee).pips(), place);
                compared++;
            }
        }
        System.out.println("PARITY evm/recorded-" + kind + ": the route of " + proven + " of " + (swaps.size() - 1)
                + " swaps is proven, " + compared + " fees compared");
        assertTrue(proven >= minProvenShare * swaps.size(), proven + " of " + swaps.size());
    }

    /** What a position over all prices earns in a block, in a pool where liquidity can be staked, and in one where it cannot. */
    @ParameterizedTest
    @ValueSource(strings = {"uniswap-v3", "slipstream"})
    void feesOfAPositionEqualTheGrowthInTheContract(String kind) throws IOException {
        JsonObject recording = recording(kind);
        JsonArray blocks = recording.getAsJsonArray("blocks");
        JsonArray states = recording.getAsJsonArray("states");
        List<Swap> swaps = swaps(kind);
        int compared = 0;
        for (int i = 1; i < blocks.size(); i++) {
            long block =
                    Long.decode(blocks.get(i).getAsJsonObject().get("number").getAsString());
            JsonObject before = states.get(i - 1).getAsJsonObject();
            JsonObject after = states.get(i).getAsJsonObject();
            if (hasOnlyProvenSwaps(swaps, block) && !takesProtocolFee(after)) {
                assertFeesOfBlock(swaps, block, before, after);
                compared++;
            }
        }
        System.out.println("PARITY evm/recorded-" + kind + ": fees of " + compared + " blocks compared");
        assertTrue(compared > 0, compared + " blocks");
    }

    private static void assertFeesOfBlock(List<Swap> swaps, long block, JsonObject before, JsonObject after) {
        BigInteger price = number(before, "slot0()", 0);
        int edge = 887_200;
        Position position = new Position(-edge, edge, ALLOCATION0, ALLOCATION1);
        BigInteger liquidity = LiquidityAmounts.getLiquidityForAmounts(
                price, TickMath.getSqrtRatioAtTick(-edge), TickMath.getSqrtRatioAtTick(edge), ALLOCATION0, ALLOCATION1);
        int unstakedFee =
                after.has("unstakedFee()") ? number(after, "unstakedFee()", 0).intValueExact() : 0;
        Inventory earned = fees(swaps, block, position, new PoolFees(0, unstakedFee, false));
        assertFee(growth(before, after, 0), liquidity, earned.amount0(), block + " token0");
        assertFee(growth(before, after, 1), liquidity, earned.amount1(), block + " token1");
        assertEquals(
                Inventory.NONE, fees(swaps, block, position, new PoolFees(0, unstakedFee, true)), block + " staked");
    }

    private static Inventory fees(List<Swap> swaps, long block, Position position, PoolFees fees) {
        V3Evaluation evaluation = new V3Evaluation(
                block,
                block,
                INVENTORY,
                fees,
                GasCosts.ZERO,
                PoolLiquidity.INCLUDES_POSITIONS,
                List.of(new Deployment(block - 1, List.of(position), Inventory.NONE)));
        evaluation.add(Swaps.of(swaps));
        V3Result result = evaluation.result();
        assertEquals(0, result.unprovenSwaps(), "block " + block);
        return new Inventory((BigInteger) result.performance().fees0(), (BigInteger)
                result.performance().fees1());
    }

    private static void assertFee(BigInteger growth, BigInteger liquidity, BigInteger actual, String place) {
        BigInteger expected = growth.multiply(liquidity).shiftRight(128);
        assertTrue(
                expected.subtract(actual).abs().compareTo(MAX_ROUNDING_UNITS) <= 0,
                () -> place + ": expected " + expected + ", was " + actual);
    }

    private static BigInteger growth(JsonObject before, JsonObject after, int token) {
        String name = "feeGrowthGlobal" + token + "X128()";
        return number(after, name, 0).subtract(number(before, name, 0)).mod(BigInteger.ONE.shiftLeft(256));
    }

    private static boolean hasOnlyProvenSwaps(List<Swap> swaps, long block) {
        boolean hasSwap = false;
        for (int i = 1; i < swaps.size(); i++) {
            Swap swap = swaps.get(i);
            if (swap.blockNumber() == block) {
                hasSwap = true;
                boolean isProven = SwapFee.between(
                                swaps.get(i - 1).price().sqrtPriceX96(),
                                swap.price().sqrtPriceX96(),
                                swap.liquidity(),
                                swap.amount0(),
                                swap.amount1())
                        .isPresent();
                if (!isProven) {
                    return false;
                }
            }
        }
        return hasSwap;
    }

    /** The sixth word of slot0; Slipstream has none. The model does not subtract a protocol fee. */
    private static boolean takesProtocolFee(JsonObject state) {
        return state.get("slot0()").getAsString().length() == 2 + 7 * 64
                && number(state, "slot0()", 5).signum() > 0;
    }

    /** A 256-bit word of a recorded answer. */
    private static BigInteger number(JsonObject state, String name, int word) {
        String hex = state.get(name).getAsString();
        return new BigInteger(hex.substring(2 + 64 * word, 2 + 64 * (word + 1)), 16);
    }

    private static List<Swap> swaps(String kind) throws IOException {
        return Recordings.swaps(Recorded.VECTORS.file("evm/swaps-" + kind + ".csv"));
    }

    private static JsonObject recording(String kind) {
        return Recorded.VECTORS.json("evm/recorded-" + kind + ".json.gz").getAsJsonObject();
    }
}
