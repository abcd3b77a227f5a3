package weir.bench.hostile;

import java.util.Locale;

/** What a strategy can do to a host; those come last that go on when nobody asks any more. */
public enum Harm {
    NULL_ANSWER,
    STACK_OVERFLOW,
    FULL_HEAP,
    LONG_SLEEP,
    THREAD_BOMB,
    ENDLESS_LOOP;

    /** A pair whose strategy does it. */
    public String pair() {
        return "0x" + "f".repeat(39) + ordinal();
    }

    /** For names of figures and files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Harm of(String pair) {
        return values()[pair.charAt(pair.length() - 1) - '0'];
    }
}
