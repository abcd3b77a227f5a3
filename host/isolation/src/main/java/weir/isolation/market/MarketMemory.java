package weir.isolation.market;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The market data that a process has sent or received, so that only changes of it are sent. Each end of a connection has one, of
 * limited size, and may forget a list at any time: a question contains the version that the asking end has. Thread-safe.
 */
public final class MarketMemory {

    /** Most entries, about 8 MB of swaps. */
    static final int MAX_ENTRIES = 24_000;

    static final int MAX_LISTS = 64;

    /** In the order of their use. */
    private final Map<Key, KnownList<?>> lists = new LinkedHashMap<>(16, 0.75f, true);

    private long lastVersion;

    private record Key(int instance, ListType<?> type) {}

    /** What is known of an instance's answers to a method. */
    @SuppressWarnings("unchecked")
    synchronized <T> KnownList<T> list(int instance, ListType<T> type) {
        forgetSurplus();
        return (KnownList<T>) lists.computeIfAbsent(new Key(instance, type), key -> new KnownList<>(type));
    }

    /** Forgets what was not used for the longest time. */
    private void forgetSurplus() {
        int entries = entries();
        Iterator<KnownList<?>> eldest = lists.values().iterator();
        while (eldest.hasNext() && (entries > MAX_ENTRIES || lists.size() >= MAX_LISTS)) {
            entries -= eldest.next().size();
            eldest.remove();
        }
    }

    /** Number of entries of all lists; at most {@link #MAX_ENTRIES} and those of the last answer. */
    synchronized int entries() {
        return lists.values().stream().mapToInt(KnownList::size).sum();
    }

    /** A number that no answer has had. */
    synchronized long nextVersion() {
        return ++lastVersion;
    }
}
