package weir.cli.pool;

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
import weir.cli.CommandFailure;
import weir.history.PoolKey;
import weir.strategy.Inventory;
import weir.strategy.Price;

/**
 * What must be known of a pool besides its swaps.
 *
 * @param chainId EVM chain
 * @param address the pool, {@code 0x} and 40 hexadecimal digits in lower case
 * @param token0 the first token
 * @param token1 the second token
 * @param feePips fee in millionths, 500 for 5 basis points
 * @param tickSpacing ticks of positions are multiples of it
 */
public record Pool(long chainId, String address, Token token0, Token token1, int feePips, int tickSpacing) {

    private static final long ETHEREUM = 1;
    private static final long BASE = 8453;

    /**
     * A token.
     *
     * @param symbol how it is called
     * @param decimals how many digits of a raw amount stand after the point
     */
    public record Token(String symbol, int decimals) {

        /** A raw amount in whole tokens. */
        public double whole(BigInteger raw) {
            return new BigDecimal(raw, decimals).doubleValue();
        }

        /** The same for an amount that the validator keeps as a double. */
        public double whole(Number raw) {
            return raw instanceof BigInteger exact ? whole(exact) : raw.doubleValue() / Math.pow(10, decimals);
        }

        /** A number of whole tokens in raw units. */
        public BigInteger raw(double whole) {
            return new BigDecimal(whole).movePointRight(decimals).toBigInteger();
        }
    }

    /** Which pool it is in the history. */
    public PoolKey key() {
        return new PoolKey(chainId, address);
    }

    /** The fee as a fraction. */
    public double feeRate() {
        return feePips / 1e6;
    }

    /** Whole token1 for a whole token0, of token1 for token0 in raw units. */
    public double wholePrice(double ratio) {
        return ratio * Math.pow(10, token0.decimals() - token1.decimals());
    }

    /** What amounts are worth at a price, in whole token1. */
    public double value(Inventory of, BigInteger sqrtPriceX96) {
        BigInteger value0 = of.amount0().multiply(sqrtPriceX96.pow(2)).shiftRight(192);
        return token1.whole(value0.add(of.amount1()));
    }

    /** The same pool, had somebody mixed up which token has which decimals. */
    public Pool withDecimalsExchanged() {
        return new Pool(
                chainId,
                address,
                new Token(token0.symbol(), token1.decimals()),
                new Token(token1.symbol(), token0.decimals()),
                feePips,
                tickSpacing);
    }

    /** Ten of the dearer token and as much of the other, at a price: what rounds begin with where nobody says otherwise. */
    public Inventory tenOfTheDearer(Price at) {
        double price = wholePrice(at.ratio());
        return price >= 1
                ? new Inventory(token0.raw(10), token1.raw(10 * price))
                : new Inventory(token0.raw(10 / price), token1.raw(10));
    }

    /** Seconds between two blocks by the rules of the chain; NaN where this does not know them. */
    public double blockSeconds() {
        return chainId == ETHEREUM ? 12 : chainId == BASE ? 2 : Double.NaN;
    }

    /** Reads a {@code pool.json}: chain_id, address, token0 and token1 with symbol and decimals, fee, tick_spacing. */
    public static Pool read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.usage(
                    "there is no " + file,
                    "A pool.json beside the swaps says what they are swaps of: chain_id, address, token0 and token1"
                            + " {symbol, decimals}, fee (500 is 0.05 %), tick_spacing.");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            return new Pool(
                    number(file, json, "chain_id", 1, Long.MAX_VALUE),
                    address(file, json),
                    token(file, json, "token0"),
                    token(file, json, "token1"),
                    (int) number(file, json, "fee", 0, 999_999),
                    (int) number(file, json, "tick_spacing", 1, 16_384));
        } catch (JsonParseException | IllegalStateException e) {
            throw CommandFailure.usage(file + " is no JSON object", "Mend the file.");
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + file, "Make it a readable UTF-8 file.", e);
        }
    }

    private static String address(Path file, JsonObject json) {
        JsonElement address = json.get("address");
        String text =
                address == null ? "" : address.toString().replace("\"", "").toLowerCase(Locale.ROOT);
        if (!text.matches("0x[0-9a-f]{40}")) {
            throw CommandFailure.usage(file + ": address is no EVM address", "Write 0x and 40 hexadecimal digits.");
        }
        return text;
    }

    private static Token token(Path file, JsonObject json, String name) {
        if (!(json.get(name) instanceof JsonObject token)) {
            throw CommandFailure.usage(file + ": there is no " + name, "Write its symbol and decimals.");
        }
        JsonElement symbol = token.has("symbol") ? token.get("symbol") : new JsonPrimitive(name);
        if (!(symbol instanceof JsonPrimitive text) || !text.isString()) {
            throw CommandFailure.usage(file + ": symbol of " + name + " is " + symbol, "Write a text in quotes.");
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
            // Told below for every shape of it.
        }
        throw CommandFailure.usage(
                file + ": " + name + " is " + json.get(name),
                "Write a whole number between " + min + " and " + max + ".");
    }
}
