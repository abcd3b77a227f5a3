package weir.plugins.referenceminer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;
import weir.vectors.Recorded;

class ReferenceMinerTest implements StrategyContract {

    @Override
    public RebalanceStrategy newStrategy() {
        return new ReferenceMiner();
    }

    private static Decision decide(RebalanceQuery query) {
        return new ReferenceMiner().decide(query, TestMarket.EMPTY.at(query));
    }

    @Test
    void decidesAsTheRecordedReferenceMiner() {
        List<JsonObject> cases = Recorded.VECTORS.lines("reference-miner/reference-miner.jsonl.gz");
        assertTrue(cases.size() > 0, "the file has cases");
        for (JsonObject recorded : cases) {
            RebalanceQuery query = query(recorded.getAsJsonObject("query"));
            Decision decision = decide(query);
            String id = recorded.get("id").getAsString();
            assertEquals(recorded.get("keeps").getAsBoolean(), decision instanceof Decision.Keep, id);
            if (decision instanceof Decision.Rebalance rebalance) {
                assertEquals(positions(recorded.getAsJsonArray("desired_positions")), rebalance.positions(), id);
            }
            assertTrue(Guard.violation(query, decision).isEmpty(), id);
        }
    }

    @Test
    void rangeBeyondTheTicksOfAPoolIsNotProposed() {
        Decision decision =
                decide(Queries.query().priceAtTick(886_000).tickSpacing(10).build());
        assertTrue(assertInstanceOf(Decision.Keep.class, decision).reason().contains("outside the ticks of a pool"));
    }

    private static RebalanceQuery query(JsonObject json) {
        JsonObject inventory = json.getAsJsonObject("inventory_remaining");
        return Queries.query()
                .price(new Price(json.get("current_price").getAsBigDecimal().toBigInteger()))
                .positions(positions(json.getAsJsonArray("current_positions")).toArray(Position[]::new))
                .inventory(new Inventory(
                        inventory.get("amount0").getAsBigInteger(),
                        inventory.get("amount1").getAsBigInteger()))
                .tickSpacing(json.get("tick_spacing").getAsInt())
                .build();
    }

    private static List<Position> positions(JsonArray array) {
        List<Position> positions = new ArrayList<>();
        for (JsonElement element : array) {
            JsonObject json = element.getAsJsonObject();
            positions.add(new Position(
                    json.get("tick_lower").getAsInt(),
                    json.get("tick_upper").getAsInt(),
                    json.get("allocation0").getAsBigInteger(),
                    json.get("allocation1").getAsBigInteger()));
        }
        return positions;
    }
}
