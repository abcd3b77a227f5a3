package weir.router.internal.instance;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.guard.Guard;

/**
 * Copies a decision so that no other thread runs code of the strategy: a subclass of BigInteger, for example, could run any
 * code. In the copy, amounts are plain BigIntegers of at most 256 bits, and reasons are short. Must run on the strategy's
 * thread.
 */
final class DecisionSanitizer {

    private static final int MAX_TEXT_LENGTH = 300;

    /** Bits of a uint256. */
    private static final int MAX_AMOUNT_BITS = 256;

    private DecisionSanitizer() {}

    /**
     * Returns a sanitized copy. Does not check {@code null} and the number of positions, which the guard does.
     *
     * @throws IllegalArgumentException if an amount is invalid; the message names the position
     */
    static Decision sanitize(Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            List<Position> positions = rebalance.positions();
            return Decision.rebalance(
                    positions.size() > Guard.MAX_POSITIONS
                            ? positions
                            : positions.stream()
                                    .map(DecisionSanitizer::sanitize)
                                    .toList(),
                    shorten(rebalance.reason()));
        }
        if (decision instanceof Decision.Refuse refuse) {
            return Decision.refuse(shorten(refuse.reason()));
        }
        return decision == null ? null : Decision.keep(shorten(decision.reason()));
    }

    /**
     * Returns the class and the message of an exception. Must run on the strategy's thread, because getMessage() is the
     * strategy's code.
     */
    static String describe(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            return thrown.getMessage() == null ? name : shorten(name + ": " + thrown.getMessage());
        } catch (Throwable nested) {
            return name;
        }
    }

    private static Position sanitize(Position position) {
        return new Position(
                position.tickLower(),
                position.tickUpper(),
                requireValidAmount(position, position.allocation0()),
                requireValidAmount(position, position.allocation1()));
    }

    private static BigInteger requireValidAmount(Position position, BigInteger amount) {
        if (amount.getClass() != BigInteger.class || amount.bitLength() > MAX_AMOUNT_BITS) {
            throw new IllegalArgumentException("position [" + position.tickLower() + ", " + position.tickUpper()
                    + "] has an allocation that is not a BigInteger of at most " + MAX_AMOUNT_BITS + " bits");
        }
        return amount;
    }

    /** Shortens a long text. Does not cut a surrogate pair. */
    private static String shorten(String text) {
        if (text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        boolean cutsPair = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1));
        return text.substring(0, cutsPair ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
    }
}
