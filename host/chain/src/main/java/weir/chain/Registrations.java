package weir.chain;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The registrations of a subnet's neurons, by which the chain chooses the neuron that loses its uid when a new one registers in a full
 * subnet: one that is not immune before one that is; then the one with the lowest emission; then the one that was registered first; then
 * the one with the lowest uid. Immutable.
 *
 * @param maxNeurons number of neurons of a full subnet
 * @param immunityPeriod number of blocks after its registration in which a neuron is immune
 * @param exemptUids uids that are never deregistered: that of the subnet owner's hotkey
 * @param byUid the registrations by uid
 */
public record Registrations(int maxNeurons, long immunityPeriod, List<Integer> exemptUids, List<Registration> byUid) {

    /** If fewer neurons than this would be deregistered before the miner, warnings are shown. */
    public static final int MIN_RANKS = 10;

    public Registrations {
        exemptUids = List.copyOf(exemptUids);
        byUid = List.copyOf(byUid);
    }

    /** Whether the next registration deregisters a neuron. */
    public boolean isFull() {
        return byUid.size() >= maxNeurons;
    }

    /** Returns the first block at which a neuron is not immune. */
    public long immunityEnd(int uid) {
        return byUid.get(uid).block() + immunityPeriod;
    }

    /**
     * Returns how many neurons are deregistered before this one if their emissions stay as they are.
     *
     * @param block the current block
     * @return 0 for the next one; empty if the neuron is never deregistered
     */
    public OptionalInt deregisteredBefore(int uid, long block) {
        if (exemptUids.contains(uid)) {
            return OptionalInt.empty();
        }
        Comparator<Integer> order = Comparator.<Integer, Boolean>comparing(each -> block < immunityEnd(each))
                .thenComparing(each -> byUid.get(each).emission())
                .thenComparing(each -> byUid.get(each).block())
                .thenComparing(Comparator.naturalOrder());
        return OptionalInt.of((int) IntStream.range(0, byUid.size())
                .filter(other -> !exemptUids.contains(other) && order.compare(other, uid) < 0)
                .count());
    }
}
