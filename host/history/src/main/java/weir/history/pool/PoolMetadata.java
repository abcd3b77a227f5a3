package weir.history.pool;

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
import java.util.Optional;
import weir.base.WeirException;
import weir.history.PoolKey;

/**
 * A pool's tokens and fee, which its swaps do not contain. Immutable.
 *
 * @param chainId chain ID (EIP-155), for example 8453 for Base
 * @param address address of the pool's contract, {@code 0x} and 40 hexadecimal digits in lower case
 * @param token0 the token with the lower address
 * @param token1 the token with the higher address; prices are in it
 * @param feePips fee in millionths (pips): 500 is 0.05 %. The fee of a Slipstream pool changes; this is its value when the metadata was
 *     written
 * @param tickSpacing the ticks of a position are multiples of it
 * @param kind which contract the pool is; empty if unknown, as in files written by hand before this field existed
 */
public record PoolMetadata(
        long chainId, String address, Token token0, Token token1, int feePips, int tickSpacing, Optional<Kind> kind) {

    private static final long ETHEREUM_CHAIN_ID = 1;
    private static final long BASE_CHAIN_ID = 8453;

    /** The contract of a pool. Both have the same events. */
    public enum Kind {
        /** Uniswap v3: a constant fee. */
        UNISWAP_V3,
        /** Slipstream of Aerodrome: the fee changes, and liquidity can be staked. */
        SLIPSTREAM;

        /** Returns the name in files: {@code uniswap_v3} or {@code slipstream}. */
        public String fileName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Creates the metadata of a pool of unknown kind. */
    public PoolMetadata(long chainId, String address, Token token0, Token token1, int feePips, int tickSpacing) {
        this(chainId, address, token0, token1, feePips, tickSpacing, Optional.empty());
    }

    /**
     * A token.
     *
     * @param symbol its ticker
     * @param decimals number of decimal places: 10^decimals raw units are one token
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

    /** Returns the pool's key. */
    public PoolKey key() {
        return new PoolKey(chainId, address);
    }

    /** Returns the fee as a fraction: 0.0005 is 0.05 %. */
    public double feeRate() {
        return feePips / 1e6;
    }

    /** Converts a price of raw token1 per raw token0 to whole token1 per whole token0. */
    public double pricePerWholeToken(double ratio) {
        return ratio * Math.pow(10, token0.decimals() - token1.decimals());
    }

    /** Returns the value of two raw amounts at a price, in whole token1. */
    public double value(BigInteger amount0, BigInteger amount1, BigInteger sqrtPriceX96) {
        BigInteger value0 = amount0.multiply(sqrtPriceX96.pow(2)).shiftRight(192);
        return token1.whole(value0.add(amount1));
    }

    /** Returns the same pool with the decimals of its tokens exchanged, to recognize files with this mistake. */
    public PoolMetadata withDecimalsExchanged() {
        return new PoolMetadata(
                chainId,
                address,
                new Token(token0.symbol(), token1.decimals()),
                new Token(token1.symbol(), token0.decimals()),
                feePips,
                tickSpacing,
                kind);
    }

    /** Returns the seconds between two blocks of the chain; NaN for an unknown chain. */
    public double blockSeconds() {
        return chainId == ETHEREUM_CHAIN_ID ? 12 : chainId == BASE_CHAIN_ID ? 2 : Double.NaN;
    }

    /**
     * Reads a {@code pool.json} with chain_id, address, token0 and token1 with symbol and decimals, fee, tick_spacing, and
     * optionally kind ({@code uniswap_v3} or {@code slipstream}).
     *
     * @throws WeirException if the file is missing or invalid; the message names the field
     */
    public static PoolMetadata read(Path file) {
        if (Files.notExists(file)) {
            throw WeirException.usage(
                    "there is no " + file,
                    "Write a pool.json beside the swaps: chain_id, address, token0 and token1"
                            + " {symbol, decimals}, fee (500 is 0.05 %), tick_spacing.");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            return new PoolMetadata(
                    readInteger(file, json, "chain_id", 1, Long.MAX_VALUE),
                    readAddress(file, json),
                    readToken(file, json, "token0"),
                    readToken(file, json, "token1"),
                    (int) readInteger(file, json, "fee", 0, 999_999),
                    (int) readInteger(file, json, "tick_spacing", 1, 16_384),
                    readKind(file, json));
        } catch (JsonParseException | IllegalStateException e) {
            throw WeirException.usage(file + " is not a JSON object", "Correct the file.");
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Make it a readable UTF-8 file.", e);
        }
    }

    private static String readAddress(Path file, JsonObject json) {
        JsonElement address = json.get("address");
        String text =
                address == null ? "" : address.toString().replace("\"", "").toLowerCase(Locale.ROOT);
        if (!text.matches("0x[0-9a-f]{40}")) {
            throw WeirException.usage(
                    file + ": address is " + address + ", not an EVM address", "Write 0x and 40 hexadecimal digits.");
        }
        return text;
    }

    private static Token readToken(Path file, JsonObject json, String name) {
        if (!(json.get(name) instanceof JsonObject token)) {
            throw WeirException.usage(file + ": " + name + " is missing", "Write its symbol and decimals.");
        }
        JsonElement symbol = token.has("symbol") ? token.get("symbol") : new JsonPrimitive(name);
        if (!(symbol instanceof JsonPrimitive text) || !text.isString()) {
            throw WeirException.usage(file + ": symbol of " + name + " is " + symbol, "Write a text in quotes.");
        }
        return new Token(text.getAsString(), (int) readInteger(file, token, "decimals", 0, 36));
    }

    private static Optional<Kind> readKind(Path file, JsonObject json) {
        JsonElement kind = json.get("kind");
        if (kind == null || kind.isJsonNull()) {
            return Optional.empty();
        }
        for (Kind known : Kind.values()) {
            if (kind.equals(new JsonPrimitive(known.fileName()))) {
                return Optional.of(known);
            }
        }
        throw WeirException.usage(
                file + ": kind is " + kind, "Write \"uniswap_v3\" or \"slipstream\", or remove the field.");
    }

    private static long readInteger(Path file, JsonObject json, String name, long min, long max) {
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
