package weir.protocol.synapse;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.protocol.internal.StrictJsonReader;
import weir.strategy.Price;

/**
 * The encoding of {@code current_price}. Today's validators send the pool's sqrtPriceX96 as a double; the subnet's guide for miners
 * says token1 per token0.
 */
public enum PriceEncoding {
    /** sqrtPriceX96 if the number is large enough for one, otherwise token1 per token0. */
    AUTO {
        @Override
        Price decode(String number) throws SynapseException {
            BigDecimal value = parsePositive(number);
            return requirePrice(value.compareTo(MIN_SQRT_RATIO) < 0 ? toSqrtPriceX96(value) : value.toBigInteger());
        }
    },
    /** sqrtPriceX96; digits after the decimal point are dropped. */
    SQRT_PRICE_X96 {
        @Override
        Price decode(String number) throws SynapseException {
            return requirePrice(parsePositive(number).toBigInteger());
        }
    },
    /** token1 per token0, in raw units. */
    RATIO {
        @Override
        Price decode(String number) throws SynapseException {
            return requirePrice(toSqrtPriceX96(parsePositive(number)));
        }
    };

    private static final BigDecimal MIN_SQRT_RATIO = BigDecimal.valueOf(4_295_128_739L);
    private static final BigDecimal TWO_POW_192 = new BigDecimal(BigInteger.ONE.shiftLeft(192));

    /** Longer numbers are parsed as a double. No price has more digits. */
    private static final int MAX_DIGITS = 64;

    /**
     * Decodes a price.
     *
     * @param number the number as the validator wrote it
     */
    abstract Price decode(String number) throws SynapseException;

    /**
     * Returns the encoding for a configuration value: {@code auto}, {@code sqrtPriceX96} or {@code ratio}.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static PriceEncoding named(String name) {
        return switch (name) {
            case "auto" -> AUTO;
            case "sqrtPriceX96" -> SQRT_PRICE_X96;
            case "ratio" -> RATIO;
            default ->
                throw new IllegalArgumentException(
                        "axon.price_encoding '" + name + "' is unknown; use auto, sqrtPriceX96 or ratio");
        };
    }

    /** Returns an integer exactly, and any other number as the double that Python would parse. */
    private static BigDecimal parsePositive(String number) throws SynapseException {
        BigDecimal value;
        if (number.length() <= MAX_DIGITS && StrictJsonReader.isDecimal(number, 0)) {
            value = new BigDecimal(number);
        } else {
            double parsed = Double.parseDouble(number);
            if (!Double.isFinite(parsed)) {
                throw new SynapseException(FieldNames.CURRENT_PRICE, "is out of range");
            }
            value = new BigDecimal(parsed);
        }
        if (value.signum() <= 0) {
            throw new SynapseException(FieldNames.CURRENT_PRICE, "must be greater than zero");
        }
        return value;
    }

    private static BigInteger toSqrtPriceX96(BigDecimal ratio) {
        return ratio.multiply(TWO_POW_192).toBigInteger().sqrt();
    }

    private static Price requirePrice(BigInteger sqrtPriceX96) throws SynapseException {
        try {
            return new Price(sqrtPriceX96);
        } catch (IllegalArgumentException e) {
            throw new SynapseException(FieldNames.CURRENT_PRICE, "is outside the range of prices of a pool");
        }
    }
}
