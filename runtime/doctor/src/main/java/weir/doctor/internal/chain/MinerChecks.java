package weir.doctor.internal.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;
import weir.doctor.Check;
import weir.doctor.internal.host.HostChecks;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** What the chain says of the miner. */
public final class MinerChecks {

    private static final Duration BLOCK = Duration.ofSeconds(12);

    private final Metagraph metagraph;
    private final String hotkey;
    private final Settings settings;
    private final Set<String> ownAddresses;

    /** @param ownAddresses IP addresses of this machine */
    public MinerChecks(Metagraph metagraph, String hotkey, Settings settings, Set<String> ownAddresses) {
        this.metagraph = metagraph;
        this.hotkey = hotkey;
        this.settings = settings;
        this.ownAddresses = ownAddresses;
    }

    /** Returns registration, address, incentive and deregistration; only the first one if the hotkey is not registered. */
    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        if (metagraph.neuron(hotkey).isEmpty()) {
            checks.add(Check.fault(
                    "registration",
                    hotkey + " is not registered in subnet " + metagraph.netuid(),
                    "Register it: `btcli subnet register --netuid " + metagraph.netuid() + "`."));
            return checks;
        }
        Neuron neuron = metagraph.neuron(hotkey).get();
        checks.add(Check.ok("registration", "UID " + neuron.uid() + " in subnet " + metagraph.netuid()));
        checks.add(address(neuron.axon()));
        if (metagraph.registrations().isEmpty()) {
            String reason = "the chain's runtime does not return this in a form that Weir knows";
            checks.add(Check.unchecked("incentive", reason, "Update Weir."));
            checks.add(Check.unchecked("deregistration", reason, "Update Weir."));
        } else {
            checks.add(incentive(neuron.uid(), metagraph.registrations().get()));
            checks.add(deregistration(neuron.uid(), metagraph.registrations().get()));
        }
        return checks;
    }

    private Check address(AxonInfo axon) {
        String serving = HostChecks.address(settings);
        if (!axon.isServed()) {
            return Check.fault(
                    "address",
                    "no address is published on chain, so no validator finds " + serving,
                    "Run `weir serve-axon`.");
        }
        String published = text(axon.address(), axon.port());
        String port = settings.isSet(Setting.AXON_EXTERNAL_PORT)
                ? settings.text(Setting.AXON_EXTERNAL_PORT)
                : settings.text(Setting.AXON_PORT);
        boolean isPortEqual = port.equals(Integer.toString(axon.port()));
        boolean isGiven = settings.isSet(Setting.AXON_EXTERNAL_IP);
        String ip = settings.text(isGiven ? Setting.AXON_EXTERNAL_IP : Setting.AXON_IP);
        boolean isAny = !isGiven && Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0").contains(ip);
        if (isPortEqual && (ip.equals(axon.address()) || isAny && ownAddresses.contains(axon.address()))) {
            return Check.ok("address", "published as " + published + ", listening on " + serving);
        }
        if (isPortEqual && isAny) {
            return Check.warning(
                    "address",
                    "published as " + published + ", listening on " + serving
                            + ", and this machine has no such address",
                    "If a router forwards it to this machine, set --axon.external_ip " + axon.address()
                            + "; otherwise run `weir serve-axon`.");
        }
        return Check.fault(
                "address",
                "on chain " + published + ", serving " + (isAny ? serving : text(ip, Integer.parseInt(port))),
                "Run `weir serve-axon`, or correct --axon.port, --axon.external_ip and --axon.external_port.");
    }

    private Check incentive(int uid, Registrations registrations) {
        Registration registration = registrations.byUid().get(uid);
        String message = String.format(
                Locale.ROOT,
                "%.2f %% of the incentive of all miners, emission %.3f in the last epoch",
                100 * registration.incentiveShare(),
                registration.emissionTokens());
        boolean isNew = metagraph.block() < registrations.immunityEnd(uid);
        return registration.incentive() > 0 || isNew
                ? Check.ok("incentive", message)
                : Check.warning(
                        "incentive",
                        message,
                        "Validators give this miner no weight: see whether they ask, and compare strategies with `weir backtest`.");
    }

    private Check deregistration(int uid, Registrations registrations) {
        OptionalInt before = registrations.deregisteredBefore(uid, metagraph.block());
        if (before.isEmpty()) {
            return Check.ok("deregistration", "the hotkey of the subnet's owner is never deregistered");
        }
        String rank = before.getAsInt() + " of " + registrations.byUid().size()
                + " neurons would lose their UID before this one";
        if (!registrations.isFull()) {
            return Check.ok(
                    "deregistration",
                    "none until the subnet has " + registrations.maxNeurons() + " neurons; then " + rank);
        }
        long immuneBlocks = registrations.immunityEnd(uid) - metagraph.block();
        if (immuneBlocks > 0) {
            long minutes = BLOCK.multipliedBy(immuneBlocks).toMinutes();
            return Check.ok(
                    "deregistration",
                    "immune for " + immuneBlocks + " blocks ("
                            + (minutes < 120 ? minutes + " min" : minutes / 60 + " h") + "); " + rank);
        }
        return before.getAsInt() >= Registrations.MIN_RANKS
                ? Check.ok("deregistration", rank)
                : Check.warning(
                        "deregistration",
                        rank + ", and it is not immune any more",
                        "Raise its score: see incentive and queries, and compare strategies with `weir backtest`.");
    }

    private static String text(String ip, int port) {
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
    }
}
