package weir.axon.internal.wire;

import static weir.axon.internal.wire.Bodies.position;
import static weir.axon.internal.wire.Bodies.valid;
import static weir.axon.internal.wire.Bodies.with;
import static weir.axon.internal.wire.Bodies.withFourthPosition;
import static weir.axon.internal.wire.Bodies.without;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What must not pass, and the field that has to be named. The parser's and the listener's tests share it. */
public final class BadBodies {

    private BadBodies() {}

    /** Pairs of body and field. */
    public static Stream<Arguments> all() {
        return Stream.of(shapes(), missing(), types(), prices(), positions(), inventories())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> shapes() {
        return Stream.of(
                bad("", "body"),
                bad("[]", "body"),
                bad("7", "body"),
                bad("{nope", "body"),
                bad(valid() + valid(), "body"),
                bad(valid().substring(0, valid().length() - 1), "miner_metadata"),
                bad(with("dendrite", "[".repeat(5000) + "]".repeat(5000)), "dendrite"),
                bad(with("dendrite", "{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), "dendrite"),
                bad(with("dendrite", "7"), "dendrite"),
                bad(with("extra", "[".repeat(5000) + "]".repeat(5000)), "extra"),
                bad(with("timeout", "[1]"), "timeout"),
                bad(with("extra", "1, \"job_id\": \"again\""), "job_id"),
                bad(with("extra", "1, \"name\": \"again\""), "name"),
                bad(with("name", "\"\\udc00\""), "name"),
                bad(with("dendrite", "{\"ip\": \"\\ud83d\"}"), "dendrite"),
                bad(with("dendrite", "{\"\\ude00\\ud83d\": 1}"), "dendrite"),
                bad(with("extra", "1" + "0".repeat(5000)), "extra"));
    }

    private static Stream<Arguments> missing() {
        return Stream.of(
                        "job_id",
                        "sn_liquidity_manager_address",
                        "pair_address",
                        "round_id",
                        "round_type",
                        "block_number",
                        "current_price",
                        "current_positions")
                .flatMap(name -> Stream.of(bad(without(name), name), bad(with(name, "null"), name)));
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                        each("job_id", "7", "true", "{}", "\"" + "j".repeat(257) + "\"", "\"\\ud8\"", "\"a\\ud800b\""),
                        each("round_id", "\"\\udc00\\ud800\""),
                        each("sn_liquidity_manager_address", "\"\"", "\"0x12\"", "\"0x" + "g".repeat(40) + "\""),
                        each("pair_address", "\"" + "2".repeat(42) + "\"", "\"0x" + "\u0663".repeat(40) + "\"", "[]"),
                        each("chain_id", "\"8453\"", "0", "1.5", "null", "99999999999999999999"),
                        each("round_type", "\"practice\"", "1"),
                        each("block_number", "\"x\"", "-1", "1e3", "9223372036854775808", "true", "NaN"),
                        each("rebalances_so_far", "-1", "2147483648", "null"),
                        each("tick_spacing", "0", "-200", "16385", "\"200\""))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> prices() {
        return each(
                "current_price",
                "NaN",
                "Infinity",
                "-Infinity",
                "\"1e33\"",
                "0",
                "0.0",
                "-0.0",
                "-1.5",
                "1e400",
                "1e-60",
                "1e300",
                "9".repeat(64),
                "9".repeat(2000),
                "1461446703485210103287273052203988822378723970342",
                "01",
                "[]");
    }

    private static Stream<Arguments> positions() {
        String place = "current_positions[3]";
        String many = position("-400", "400", "\"1\"", "\"2\"") + ",";
        return Stream.of(
                bad(with("current_positions", "{}"), "current_positions"),
                bad(with("current_positions", "[7]"), "current_positions[0]"),
                bad(with("current_positions", "[" + many.repeat(257) + "7]"), "current_positions"),
                bad(withFourthPosition("null"), place),
                bad(withFourthPosition("{}"), place + ".tick_lower"),
                bad(withFourthPosition(position("-887273", "0", "\"1\"", "\"1\"")), place + ".tick_lower"),
                bad(withFourthPosition(position("0", "887273", "\"1\"", "\"1\"")), place + ".tick_upper"),
                bad(withFourthPosition(position("200", "200", "\"1\"", "\"1\"")), place + ".tick_upper"),
                bad(withFourthPosition(position("\"0\"", "200", "\"1\"", "\"1\"")), place + ".tick_lower"),
                bad(withFourthPosition(position("0.5", "200", "\"1\"", "\"1\"")), place + ".tick_lower"),
                bad(withFourthPosition(position("0", "200", "1", "\"1\"")), place + ".allocation0"),
                bad(withFourthPosition(position("0", "200", "\"-1\"", "\"1\"")), place + ".allocation0"),
                bad(withFourthPosition(position("0", "200", "\"\"", "\"1\"")), place + ".allocation0"),
                bad(withFourthPosition(position("0", "200", "\"1\"", "\"0x1\"")), place + ".allocation1"),
                bad(withFourthPosition(position("0", "200", "\"1\"", uint(300))), place + ".allocation1"),
                bad(withFourthPosition(position("0", "200", "\"1\"", uint(257))), place + ".allocation1"),
                bad(withFourthPosition("{\"tick_lower\": 1, \"tick_lower\": 2}"), place + ".tick_lower"),
                bad(withFourthPosition("{\"confidence\": \"high\"}"), place + ".confidence"));
    }

    private static Stream<Arguments> inventories() {
        return Stream.of(
                bad(with("inventory_remaining", "[]"), "inventory_remaining"),
                bad(with("inventory_remaining", "{\"amount0\": \"1\"}"), "inventory_remaining.amount1"),
                bad(with("inventory_remaining", "{\"amount0\": -1}"), "inventory_remaining.amount0"),
                bad(with("inventory_remaining", "{\"amount1\": " + uint(300) + "}"), "inventory_remaining.amount1"));
    }

    private static String uint(int bits) {
        return "\"" + java.math.BigInteger.ONE.shiftLeft(bits - 1) + "\"";
    }

    private static Stream<Arguments> each(String name, String... values) {
        return Arrays.stream(values).map(value -> bad(with(name, value), name));
    }

    private static Arguments bad(String body, String field) {
        return Arguments.of(body, field);
    }
}
