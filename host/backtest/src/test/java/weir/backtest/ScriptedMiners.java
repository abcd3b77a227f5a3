package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import weir.backtest.round.Miner;
import weir.strategy.RebalanceQuery;

/** Miners with recorded replies. Each query is compared with the recorded one. */
public final class ScriptedMiners {

    private final String id;
    private final JsonArray exchanges;
    private int next;

    public ScriptedMiners(String id, JsonArray exchanges) {
        this.id = id;
        this.exchanges = exchanges;
    }

    public Miner miner(int uid) {
        return query -> reply(uid, query);
    }

    public void assertAllQueriesSent() {
        assertEquals(exchanges.size(), next, id + " queries");
    }

    private Miner.Reply reply(int uid, RebalanceQuery query) {
        assertTrue(next < exchanges.size(), id + ": one query too many");
        JsonObject exchange = exchanges.get(next).getAsJsonObject();
        String place = id + " query " + next++;
        assertEquals(exchange.get("uid").getAsInt(), uid, place);
        assertEquals(exchange.get("block_number").getAsLong(), query.blockNumber(), place);
        assertEquals(
                exchange.get("current_price").getAsDouble(),
                query.currentPrice().sqrtPriceX96().doubleValue(),
                place);
        assertEquals(exchange.get("rebalances_so_far").getAsInt(), query.rebalancesSoFar(), place);
        assertEquals(exchange.get("tick_spacing").getAsInt(), query.tickSpacing(), place);
        assertEquals(
                exchange.get("round_type").getAsString(),
                query.roundType().name().toLowerCase(Locale.ROOT),
                place);
        assertEquals(Recordings.inventory(exchange.get("inventory_remaining")), query.inventoryRemaining(), place);
        assertEquals(Recordings.positions(exchange.get("current_positions")), query.currentPositions(), place);
        return decode(exchange.getAsJsonObject("reply"), query);
    }

    public static Miner.Reply decode(JsonObject reply, RebalanceQuery query) {
        return switch (reply.get("kind").getAsString()) {
            case "positions" -> new Miner.DesiredPositions(Recordings.positions(reply.get("positions")));
            case "keep" -> new Miner.DesiredPositions(query.currentPositions());
            case "none" -> new Miner.NoPositions();
            case "refuse" -> new Miner.Refused(text(reply.get("refusal_reason")));
            case "timeout", "raise" -> new Miner.NoAnswer();
            default -> throw new IllegalArgumentException(reply.toString());
        };
    }

    public static String text(JsonElement json) {
        return json.isJsonNull() ? null : json.getAsString();
    }
}
