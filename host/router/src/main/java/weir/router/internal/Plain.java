package weir.router.internal;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.guard.Guard;

/**
 * A decision without anything of the strategy's own in it, made on the strategy's thread: amounts that are this JVM's own numbers
 * of 256 bits at most, and words that fit a line. What happens to it afterwards, on the callers' threads, so costs little and
 * runs nobody's code.
 */
final class Plain {

    private static final int LONGEST_WORDS = 300;

    /** Of a uint256. */
    private static final int WIDEST = 256;

    private Plain() {}

    /**
     * The same decision, plain; {@code null} stays so, and more positions than the guard lets pass are left for it to refuse.
     *
     * @throws IllegalArgumentException naming the position with an amount that is no amount of tokens
     */
    static Decision of(Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            List<Position> positions = rebalance.positions();
            return Decision.rebalance(
                    positions.size() > Guard.MAX_POSITIONS
                            ? positions
                            : positions.stream().map(Plain::of).toList(),
                    words(rebalance.reason()));
        }
        if (decision instanceof Decision.Refuse refuse) {
            return Decision.refuse(words(refuse.reason()));
        }
        return decision == null ? null : Decision.keep(words(decision.reason()));
    }

    private static Position of(Position position) {
        return new Position(
                position.tickLower(),
                position.tickUpper(),
                amount(position, position.allocation0()),
                amount(position, position.allocation1()));
    }

    private static BigInteger amount(Position position, BigInteger amount) {
        // A subclass could do anything whenever it is asked.
        if (amount.getClass() != BigInteger.class || amount.bitLength() > WIDEST) {
            throw new IllegalArgumentException("position [" + position.tickLower() + ", " + position.tickUpper()
                    + "] has an allocation that is no BigInteger of " + WIDEST + " bits at most");
        }
        return amount;
    }

    /** The beginning of long words, never cut within a surrogate pair: half a character is no Unicode. */
    static String words(String words) {
        if (words.length() <= LONGEST_WORDS) {
            return words;
        }
        boolean within = Character.isHighSurrogate(words.charAt(LONGEST_WORDS - 1));
        return words.substring(0, within ? LONGEST_WORDS - 1 : LONGEST_WORDS);
    }
}
