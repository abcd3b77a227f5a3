package weir.axon.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Bodies as a dendrite sends them, one member at a time replaced or left out. */
public final class Bodies {

    private final Map<String, String> members = new LinkedHashMap<>();

    private Bodies() {
        members.put("name", "\"RebalanceQuery\"");
        members.put("timeout", "5.0");
        members.put("total_size", "6144");
        members.put("header_size", "0");
        members.put("dendrite", "{\"status_code\": null, \"ip\": \"203.0.113.7\", \"nonce\": 1795370957660538211}");
        members.put("axon", "{\"status_code\": null, \"ip\": \"127.0.0.1\", \"port\": 18092}");
        members.put("computed_body_hash", "\"\"");
        members.put("job_id", "\"job-1\"");
        members.put("sn_liquidity_manager_address", "\"0x11111111111111111111111111111111111111Aa\"");
        members.put("pair_address", "\"0x22222222222222222222222222222222222222Bb\"");
        members.put("chain_id", "8453");
        members.put("round_id", "\"r-7\"");
        members.put("round_type", "\"evaluation\"");
        members.put("block_number", "31000000");
        members.put("current_price", "1.4614467034852102e+33");
        members.put("current_positions", "[" + position("-400", "400", "\"1\"", "\"2\"") + "]");
        members.put("inventory_remaining", "{\"amount0\": \"1000000000000000000\", \"amount1\": \"2000000\"}");
        members.put("rebalances_so_far", "0");
        members.put("tick_spacing", "200");
        members.put("accepted", "true");
        members.put("refusal_reason", "null");
        members.put("desired_positions", "null");
        members.put("miner_metadata", "null");
    }

    public static String valid() {
        return new Bodies().text();
    }

    /** A valid body in which the member {@code name} has the JSON value {@code value}. */
    public static String with(String name, String value) {
        Bodies body = new Bodies();
        body.members.put(name, value);
        return body.text();
    }

    public static String without(String name) {
        Bodies body = new Bodies();
        body.members.remove(name);
        return body.text();
    }

    /** A valid body whose fourth position is {@code position}. */
    public static String withFourthPosition(String position) {
        String good = position("-400", "400", "\"1\"", "\"2\"");
        return with("current_positions", "[" + good + "," + good + "," + good + "," + position + "]");
    }

    public static String position(String lower, String upper, String allocation0, String allocation1) {
        return "{\"tick_lower\": " + lower + ", \"tick_upper\": " + upper + ", \"allocation0\": " + allocation0
                + ", \"allocation1\": " + allocation1 + ", \"confidence\": null}";
    }

    private String text() {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
