package weir.protocol.synapse;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.protocol.internal.JsonFields;
import weir.strategy.Price;

/**
 * How {@code current_price} is encoded. Today's validators send the pool's sqrtPriceX96 as a double; the miner guide says token1
 * per token0.
 */
public enum PriceEncoding {
    /** sqrtPriceX96 if the number can be one, otherwise a ratio. */
    AUTO {
        @Override
        Price price(String number) throws SynapseException {
            BigDecimal value = value(number);
            return range(value.compareTo(MIN_SQRT_RATIO) < 0 ? sqrtX96(value) : value.toBigInteger());
        }
    },
    /** Always sqrtPriceX96; a fraction is truncated. */
    SQRT_PRICE_X96 {
        @Override
        Price price(String number) throws SynapseException {
            return range(value(number).toBigInteger());
        }
    },
    /** Always token1 per token0 in raw units. */
    RATIO {
        @Override
        Price price(String number) throws SynapseException {
            return range(sqrtX96(value(number)));
        }
    };

    private static final BigDecimal MIN_SQRT_RATIO = BigDecimal.valueOf(4_295_128_739L);
    private static final BigDecimal TWO_POW_192 = new BigDecimal(BigInteger.ONE.shiftLeft(192));

    /** More digits than any price has. */
    private static final int MAX_DIGITS = 64;

    /**
     * Decodes a price.
     *
     * @param number the number as it was written
     */
    abstract Price price(String number) throws SynapseException;

    /**
     * The encoding of a configuration value: {@code auto}, {@code sqrtPriceX96} or {@code ratio}.
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
                        "price.encoding '" + name + "' is unknown; use auto, sqrtPriceX96 or ratio");
        };
    }

    /** An integer as it is; anything else as the exact value of the double that Python would parse. */
    private static BigDecimal value(String number) throws SynapseException {
        BigDecimal value;
        if (number.length() <= MAX_DIGITS && JsonFields.isDecimal(number, 0)) {
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

    private static BigInteger sqrtX96(BigDecimal ratio) {
        return ratio.multiply(TWO_POW_192).toBigInteger().sqrt();
    }

    private static Price range(BigInteger sqrtPriceX96) throws SynapseException {
        try {
            return new Price(sqrtPriceX96);
        } catch (IllegalArgumentException e) {
            throw new SynapseException(FieldNames.CURRENT_PRICE, "is no price that a pool can have");
        }
    }
}
