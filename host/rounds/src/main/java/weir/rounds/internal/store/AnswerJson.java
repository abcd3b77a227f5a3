package weir.rounds.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.rounds.RoundId;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;

/** Converts an answered query to JSON and back. Amounts and prices are texts, because they exceed a double. */
final class AnswerJson {

    private AnswerJson() {}

    static JsonObject write(AnswerEvent event) {
        RebalanceQuery query = event.query();
        Answer answer = event.answer();
        JsonObject json = new JsonObject();
        json.addProperty("at", event.time().toString());
        event.caller()
                .ifPresent(caller -> json.addProperty("scheme", caller.scheme().name()));
        json.addProperty("block", query.blockNumber());
        json.addProperty("sqrtPriceX96", query.currentPrice().sqrtPriceX96().toString());
        json.addProperty("vault", query.snLiquidityManagerAddress());
        json.addProperty("tickSpacing", query.tickSpacing());
        json.addProperty("rebalancesSoFar", query.rebalancesSoFar());
        json.add("positions", positions(query.currentPositions()));
        json.addProperty("inventory0", query.inventoryRemaining().amount0().toString());
        json.addProperty("inventory1", query.inventoryRemaining().amount1().toString());
        answer.route().ifPresent(route -> json.addProperty("route", route));
        answer.strategy().ifPresent(strategy -> json.addProperty("strategy", strategy));
        answer.version().ifPresent(version -> json.addProperty("version", version.toString()));
        json.addProperty("outcome", answer.outcome().name());
        if (answer.decision() instanceof Decision.Rebalance rebalance) {
            json.addProperty("decision", "rebalance");
            json.add("desired", positions(rebalance.positions()));
        } else {
            json.addProperty("decision", answer.decision() instanceof Decision.Keep ? "keep" : "refuse");
        }
        json.addProperty("reason", answer.decision().reason());
        json.addProperty("nanos", event.duration().toNanos());
        answer.decideDuration().ifPresent(duration -> json.addProperty("decideNanos", duration.toNanos()));
        return json;
    }

    static AnswerEvent read(RoundId id, JsonObject json) {
        RebalanceQuery query = new RebalanceQuery(
                id.job(),
                text(json, "vault"),
                id.pool().address(),
                id.pool().chainId(),
                id.round(),
                id.type(),
                json.get("block").getAsLong(),
                new Price(amount(json, "sqrtPriceX96")),
                positions(json.get("positions")),
                new Inventory(amount(json, "inventory0"), amount(json, "inventory1")),
                json.get("rebalancesSoFar").getAsInt(),
                json.get("tickSpacing").getAsInt());
        Answer answer = new Answer(
                decision(json),
                optional(json, "route"),
                optional(json, "strategy"),
                optional(json, "version").map(Version::parseVersion),
                Outcome.valueOf(text(json, "outcome")),
                Optional.ofNullable(json.get("decideNanos")).map(nanos -> Duration.ofNanos(nanos.getAsLong())));
        Optional<Caller> caller =
                id.validator().map(hotkey -> new Caller(hotkey, Caller.Scheme.valueOf(text(json, "scheme"))));
        Duration duration = Duration.ofNanos(json.get("nanos").getAsLong());
        return new AnswerEvent(Instant.parse(text(json, "at")), query, caller, answer, duration);
    }

    private static Decision decision(JsonObject json) {
        String reason = text(json, "reason");
        String decision = text(json, "decision");
        return switch (decision) {
            case "keep" -> Decision.keep(reason);
            case "refuse" -> Decision.refuse(reason);
            case "rebalance" -> Decision.rebalance(positions(json.get("desired")), reason);
            default -> throw new IllegalArgumentException("unknown decision '" + decision + "'");
        };
    }

    private static JsonArray positions(List<Position> positions) {
        JsonArray array = new JsonArray();
        for (Position position : positions) {
            JsonObject json = new JsonObject();
            json.addProperty("lower", position.tickLower());
            json.addProperty("upper", position.tickUpper());
            json.addProperty("amount0", position.allocation0().toString());
            json.addProperty("amount1", position.allocation1().toString());
            array.add(json);
        }
        return array;
    }

    private static List<Position> positions(JsonElement array) {
        List<Position> positions = new ArrayList<>();
        for (JsonElement element : array.getAsJsonArray()) {
            JsonObject json = element.getAsJsonObject();
            positions.add(new Position(
                    json.get("lower").getAsInt(),
                    json.get("upper").getAsInt(),
                    amount(json, "amount0"),
                    amount(json, "amount1")));
        }
        return positions;
    }

    static String text(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    static Optional<String> optional(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
    }

    private static BigInteger amount(JsonObject json, String name) {
        return new BigInteger(text(json, name));
    }
}
