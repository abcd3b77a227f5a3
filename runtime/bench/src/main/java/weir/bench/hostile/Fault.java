package weir.bench.hostile;

import java.util.Locale;

/** Faults of a strategy. Those that continue after the last query come last. */
public enum Fault {
    NULL_ANSWER,
    STACK_OVERFLOW,
    FULL_HEAP,
    LONG_SLEEP,
    THREAD_BOMB,
    ENDLESS_LOOP;

    /** The pair whose strategy has this fault. */
    public String pair() {
        return "0x" + "f".repeat(39) + ordinal();
    }

    /** Name in figures and files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Fault of(String pair) {
        return values()[pair.charAt(pair.length() - 1) - '0'];
    }
}
