package weir.history;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import weir.base.WeirException;

/**
 * The properties of a pool that its swaps do not contain. Immutable.
 *
 * @param chainId EVM chain id
 * @param address pool address, {@code 0x} and 40 hexadecimal digits in lower case
 * @param token0 the pool's token0
 * @param token1 the pool's token1
 * @param feePips fee in millionths: 500 is 5 basis points
 * @param tickSpacing the ticks of a position are multiples of it
 */
public record PoolMetadata(long chainId, String address, Token token0, Token token1, int feePips, int tickSpacing) {

    private static final long ETHEREUM = 1;
    private static final long BASE = 8453;

    /**
     * A token.
     *
     * @param symbol its ticker
     * @param decimals decimal places of a raw amount
     */
    public record Token(String symbol, int decimals) {

        /** Converts a raw amount to whole tokens. */
        public double whole(BigInteger raw) {
            return new BigDecimal(raw, decimals).doubleValue();
        }

        /** Converts a raw amount, exact or a double, to whole tokens. */
        public double whole(Number raw) {
            return raw instanceof BigInteger exact ? whole(exact) : raw.doubleValue() / Math.pow(10, decimals);
        }

        /** Converts whole tokens to a raw amount, rounded down. */
        public BigInteger raw(double whole) {
            return new BigDecimal(whole).movePointRight(decimals).toBigInteger();
        }
    }

    /** The pool's key in a history. */
    public PoolKey key() {
        return new PoolKey(chainId, address);
    }

    /** The fee as a fraction. */
    public double feeRate() {
        return feePips / 1e6;
    }

    /** Converts a price of raw token1 per raw token0 to whole token1 per whole token0. */
    public double wholePrice(double ratio) {
        return ratio * Math.pow(10, token0.decimals() - token1.decimals());
    }

    /** The value of two raw amounts at a price, in whole token1. */
    public double value(BigInteger amount0, BigInteger amount1, BigInteger sqrtPriceX96) {
        BigInteger value0 = amount0.multiply(sqrtPriceX96.pow(2)).shiftRight(192);
        return token1.whole(value0.add(amount1));
    }

    /** The same pool with the decimals of its tokens exchanged: what a mistaken file describes. */
    public PoolMetadata withDecimalsExchanged() {
        return new PoolMetadata(
                chainId,
                address,
                new Token(token0.symbol(), token1.decimals()),
                new Token(token1.symbol(), token0.decimals()),
                feePips,
                tickSpacing);
    }

    /** Seconds between two blocks by the rules of the chain; NaN for an unknown chain. */
    public double blockSeconds() {
        return chainId == ETHEREUM ? 12 : chainId == BASE ? 2 : Double.NaN;
    }

    /**
     * Reads a {@code pool.json}: chain_id, address, token0 and token1 with symbol and decimals, fee, tick_spacing.
     *
     * @throws WeirException naming the file and the field, if the file is missing or not valid
     */
    public static PoolMetadata read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage(
                    "there is no " + file,
                    "Write a pool.json beside the swaps: chain_id, address, token0 and token1"
                            + " {symbol, decimals}, fee (500 is 0.05 %), tick_spacing.");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            return new PoolMetadata(
                    number(file, json, "chain_id", 1, Long.MAX_VALUE),
                    address(file, json),
                    token(file, json, "token0"),
                    token(file, json, "token1"),
                    (int) number(file, json, "fee", 0, 999_999),
                    (int) number(file, json, "tick_spacing", 1, 16_384));
        } catch (JsonParseException | IllegalStateException e) {
            throw WeirException.usage(file + " is not a JSON object", "Correct the file.");
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Make it a readable UTF-8 file.", e);
        }
    }

    private static String address(Path file, JsonObject json) {
        JsonElement address = json.get("address");
        String text =
                address == null ? "" : address.toString().replace("\"", "").toLowerCase(Locale.ROOT);
        if (!text.matches("0x[0-9a-f]{40}")) {
            throw WeirException.usage(
                    file + ": address is " + address + ", not an EVM address", "Write 0x and 40 hexadecimal digits.");
        }
        return text;
    }

    private static Token token(Path file, JsonObject json, String name) {
        if (!(json.get(name) instanceof JsonObject token)) {
            throw WeirException.usage(file + ": " + name + " is missing", "Write its symbol and decimals.");
        }
        JsonElement symbol = token.has("symbol") ? token.get("symbol") : new JsonPrimitive(name);
        if (!(symbol instanceof JsonPrimitive text) || !text.isString()) {
            throw WeirException.usage(file + ": symbol of " + name + " is " + symbol, "Write a text in quotes.");
        }
        return new Token(text.getAsString(), (int) number(file, token, "decimals", 0, 36));
    }

    private static long number(Path file, JsonObject json, String name, long min, long max) {
        try {
            long value = json.get(name).getAsBigDecimal().longValueExact();
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NullPointerException | ArithmeticException | NumberFormatException | UnsupportedOperationException e) {
            // Reported below, together with a number out of range.
        }
        throw WeirException.usage(
                file + ": " + name + " is " + json.get(name),
                "Write a whole number between " + min + " and " + max + ".");
    }
}
