package weir.backtest;

import com.google.gson.JsonObject;
import java.util.List;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.strategy.Inventory;
import weir.strategy.Position;

/** Rounds for tests. */
public final class Rounds {

    private static final String ADDRESS = "0x" + "ab".repeat(20);

    private Rounds() {}

    public static Round round(JsonObject testCase) {
        return round(
                startBlock(testCase),
                testCase.get("interval").getAsLong(),
                testCase.get("fee_rate").getAsDouble(),
                testCase.get("tick_spacing").getAsInt(),
                Recordings.positions(testCase.get("initial_positions")),
                Recordings.inventory(testCase.get("initial_inventory")));
    }

    /** A recorded loop begins at its first block. */
    private static long startBlock(JsonObject testCase) {
        return testCase.has("start_block")
                ? testCase.get("start_block").getAsLong()
                : testCase.getAsJsonArray("blocks").get(0).getAsLong();
    }

    public static Round round(
            long startBlock,
            long interval,
            double feeRate,
            int tickSpacing,
            List<Position> positions,
            Inventory inventory) {
        return new Round(
                "job",
                ADDRESS,
                ADDRESS,
                8453,
                "round",
                startBlock,
                interval,
                feeRate,
                tickSpacing,
                positions,
                inventory,
                LoopOptions.DEFAULT);
    }
}
