package weir.router.internal.instance;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.guard.Guard;

/**
 * Copies a decision on the strategy's thread so that nothing in it is the strategy's own: amounts are instances of BigInteger itself
 * with at most 256 bits, and texts are short. The callers' threads then run no code of the strategy.
 */
final class DecisionSanitizer {

    private static final int MAX_TEXT_LENGTH = 300;

    /** Bits of a uint256. */
    private static final int MAX_AMOUNT_BITS = 256;

    private DecisionSanitizer() {}

    /**
     * A sanitized copy. {@code null} and too many positions are left to the guard.
     *
     * @throws IllegalArgumentException naming the position whose amount is not valid
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

    /** Class and message of what a strategy threw; even the message is the strategy's code. */
    static String describe(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            return thrown.getMessage() == null ? name : shorten(name + ": " + thrown.getMessage());
        } catch (Throwable another) {
            return name;
        }
    }

    private static Position sanitize(Position position) {
        return new Position(
                position.tickLower(),
                position.tickUpper(),
                amount(position, position.allocation0()),
                amount(position, position.allocation1()));
    }

    private static BigInteger amount(Position position, BigInteger amount) {
        // A subclass could run any code in any method.
        if (amount.getClass() != BigInteger.class || amount.bitLength() > MAX_AMOUNT_BITS) {
            throw new IllegalArgumentException("position [" + position.tickLower() + ", " + position.tickUpper()
                    + "] has an allocation that is not a BigInteger of at most " + MAX_AMOUNT_BITS + " bits");
        }
        return amount;
    }

    /** The beginning of a long text, not cut within a surrogate pair. */
    private static String shorten(String text) {
        if (text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        boolean cutsPair = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1));
        return text.substring(0, cutsPair ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
    }
}
