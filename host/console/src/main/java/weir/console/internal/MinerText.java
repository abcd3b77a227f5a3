package weir.console.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registrations;
import weir.chain.ServedAddress;

/** Formats what the metagraph says of the miner, in two lines at most. {@code weir doctor} says more. */
final class MinerText {

    private MinerText() {}

    /**
     * @param metagraph the last one that was read, also before a restart; empty if there is none
     * @param minStake minimum stake of a validator, in tokens
     * @param served where validators reach this host
     */
    static List<String> lines(String hotkey, Optional<Metagraph> metagraph, double minStake, ServedAddress served) {
        if (metagraph.isEmpty()) {
            return List.of(
                    "miner " + hotkey + ": the chain was not read yet; `weir doctor` checks registration and address");
        }
        Metagraph known = metagraph.get();
        String place = " in subnet " + known.netuid() + " at block " + known.block();
        Optional<Neuron> miner = known.neuron(hotkey);
        if (miner.isEmpty()) {
            return List.of("miner " + hotkey + " is not registered" + place + "; `weir doctor` names the remedies");
        }
        List<String> lines = new ArrayList<>();
        lines.add("miner " + hotkey + " has UID " + miner.get().uid() + place + ", "
                + served.differenceFrom(miner.get().axon())
                        .orElseGet(() -> "published as " + miner.get().axon().endpoint()));
        long admitted = known.neurons().stream()
                .filter(neuron -> neuron.hasPermit() && neuron.totalStakeTokens() >= minStake)
                .count();
        lines.add(admitted + " validators have the minimum stake"
                + known.registrations()
                        .map(registrations ->
                                earnings(registrations, miner.get().uid(), known.block()))
                        .orElse("")
                + "; `weir doctor` checks more");
        return lines;
    }

    private static String earnings(Registrations registrations, int uid, long block) {
        String incentive = String.format(
                Locale.ROOT,
                "; incentive %.2f %%",
                100 * registrations.byUid().get(uid).incentiveShare());
        OptionalInt before = registrations.deregisteredBefore(uid, block);
        boolean isSafe = before.isEmpty() || !registrations.isFull() || block < registrations.immunityEnd(uid);
        return incentive + (isSafe ? "" : ", " + before.getAsInt() + " neurons would lose their UID before it");
    }
}
