package weir.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.validator.ValidatorPositions;
import weir.backtest.round.LiveVault;
import weir.backtest.round.Round;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;

/**
 * A vault with recorded results of successive executions; the last ones repeat. The newest validator reads the inventory from the
 * vault after each success; an earlier one subtracted the used tokens from the initial inventory.
 */
public final class RecordedVault implements LiveVault {
    private final JsonArray successes;
    private final JsonArray inventories;
    private final Round round;
    private int attempts;
    private int opened;

    public RecordedVault(JsonObject testCase, Round round) {
        this.successes = testCase.getAsJsonArray("exec_ok");
        this.inventories = testCase.getAsJsonArray("inventories_after_exec");
        this.round = round;
    }

    @Override
    public Optional<Inventory> open(List<Position> positions, Price price) {
        if (!lastRepeated(successes, attempts++).getAsBoolean()) {
            return Optional.empty();
        }
        return Optional.of(
                inventories == null
                        ? unusedInventory(positions, price)
                        : Recordings.inventory(lastRepeated(inventories, opened++)));
    }

    private Inventory unusedInventory(List<Position> positions, Price price) {
        Inventory rest = Inventories.minus(
                round.initialInventory(), ValidatorPositions.usedAmounts(positions, price.sqrtPriceX96()));
        return new Inventory(rest.amount0().max(BigInteger.ZERO), rest.amount1().max(BigInteger.ZERO));
    }

    private static JsonElement lastRepeated(JsonArray entries, int i) {
        return entries.get(Math.min(i, entries.size() - 1));
    }
}
