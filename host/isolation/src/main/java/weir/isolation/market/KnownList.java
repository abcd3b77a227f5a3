package weir.isolation.market;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.strategy.Market;

/**
 * Entries that both ends of a connection have, for example the prices of a pair, oldest first. An answer is the end of this list after
 * it was cut and new entries were added. Both ends do the same with each answer, so they have the same entries at the same version.
 *
 * @param <T> a record
 */
final class KnownList<T> {

    /** Number of entries from which the oldest ones are dropped, so that this happens at one of many answers only. */
    private static final int DROP_LIMIT = Market.MAX_ENTRIES * 6 / 5;

    /** The receiver asks one question at a time; a thread that finds it locked asks without it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ListType<T> type;
    private final List<T> entries = new ArrayList<>();
    private volatile long version;
    private volatile int size;

    KnownList(ListType<T> type) {
        this.type = type;
    }

    /** Number of the last answer; 0 if there was none. */
    long version() {
        return version;
    }

    int size() {
        return size;
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * Writes an answer.
     *
     * @param known the version that the other side has; all of the answer is written if it is not the present one
     * @param next the version after this answer, never used before
     */
    synchronized void write(FrameWriter to, List<T> answer, long known, long next) {
        int first = known == version && !answer.isEmpty() ? indexOf(answer.get(0)) : 0;
        int same = 0;
        if (known == version) {
            int limit = Math.min(answer.size(), entries.size() - first);
            while (same < limit && entries.get(first + same).equals(answer.get(same))) {
                same++;
            }
        }
        if (same == 0) {
            first = 0;
        }
        List<T> added = answer.subList(same, answer.size());
        to.int64(next).int32(first + same).int32(first).list(added, type.write());
        change(first + same, added, next);
    }

    /** The place of an entry, or where it would be. Entries are in the order of their blocks; another order makes answers longer, not wrong. */
    private int indexOf(T entry) {
        ToLongFunction<T> block = type.block();
        long wanted = block.applyAsLong(entry);
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block.applyAsLong(entries.get(middle)) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while (low < entries.size()
                && block.applyAsLong(entries.get(low)) == wanted
                && !entries.get(low).equals(entry)) {
            low++;
        }
        return low;
    }

    /**
     * Reads an answer.
     *
     * @throws FrameException if it does not fit the list, which then stays as it was
     */
    synchronized List<T> read(FrameReader from) {
        long next = from.int64("version");
        int kept = between(from.int32("kept"), entries.size(), "kept");
        int first = from.int32("first");
        List<T> added = from.list(type.field(), Market.MAX_ENTRIES, type.read());
        between(first, kept + added.size(), "first");
        from.end();
        if (kept + added.size() - first > Market.MAX_ENTRIES) {
            throw new FrameException("first: " + first + " gives more than " + Market.MAX_ENTRIES + " entries");
        }
        List<T> all = new ArrayList<>(kept - Math.min(first, kept) + added.size());
        all.addAll(entries.subList(Math.min(first, kept), kept));
        all.addAll(added.subList(Math.max(0, first - kept), added.size()));
        change(kept, added, next);
        return Collections.unmodifiableList(all);
    }

    private static int between(int value, int max, String field) {
        if (value < 0 || value > max) {
            throw new FrameException(field + ": " + value + " is not between 0 and " + max);
        }
        return value;
    }

    private void change(int kept, List<T> added, long next) {
        entries.subList(kept, entries.size()).clear();
        entries.addAll(added);
        if (entries.size() > DROP_LIMIT) {
            entries.subList(0, entries.size() - Market.MAX_ENTRIES).clear();
        }
        size = entries.size();
        version = next;
    }
}
