package weir.evm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import weir.base.WeirException;

/** One end of a range of blocks, as a user names it. Immutable. */
public sealed interface BlockBound {

    /**
     * A block.
     *
     * @param number its number
     */
    record Block(long number) implements BlockBound {}

    /**
     * A day or a second. As the first end of a range, it means the first block from {@code start} on; as the last end, the last block
     * before {@code end}.
     *
     * @param start the begin, inclusive
     * @param end the end, exclusive
     */
    record Time(Instant start, Instant end) implements BlockBound {}

    /** The newest block that is finalised when the fetch begins: the chain does not replace it any more. */
    record Finalized() implements BlockBound {}

    /**
     * Parses a block number, a date ({@code 2026-09-01}, in UTC), a time with its zone ({@code 2026-09-01T12:00:00Z}) or
     * {@code finalized}.
     *
     * @param name name of the value in messages, such as {@code --from}
     * @throws WeirException if the text is none of them
     */
    static BlockBound parse(String name, String text) {
        if (text.equals("finalized")) {
            return new Finalized();
        }
        if (text.matches("[0-9]{1,9}")) {
            return new Block(Long.parseLong(text));
        }
        try {
            if (text.length() == 10) {
                Instant start =
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                return new Time(start, start.plus(1, ChronoUnit.DAYS));
            }
            Instant start = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
            return new Time(start, start.plusSeconds(1));
        } catch (DateTimeException e) {
            throw WeirException.usage(
                    name + " '" + text + "' is neither a block nor a date",
                    "Give a block number, a date such as 2026-09-01, a time such as 2026-09-01T12:00:00Z, or finalized.");
        }
    }
}
