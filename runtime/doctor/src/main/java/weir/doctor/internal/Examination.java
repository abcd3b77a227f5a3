package weir.doctor.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import weir.base.WeirException;
import weir.chain.Metagraph;
import weir.chain.StoredMetagraph;
import weir.doctor.Check;
import weir.doctor.internal.chain.ChainChecks;
import weir.doctor.internal.chain.ChainReader;
import weir.doctor.internal.chain.ChainReading;
import weir.doctor.internal.chain.MinerChecks;
import weir.doctor.internal.chain.NetworkQuestions;
import weir.doctor.internal.chain.NetworkQuestions.Answer;
import weir.doctor.internal.chain.VaultCheck;
import weir.doctor.internal.host.HostChecks;
import weir.doctor.internal.host.IsolationChecks;
import weir.doctor.internal.host.MachineChecks;
import weir.doctor.internal.host.QueryCheck;
import weir.doctor.internal.host.RunningHost;
import weir.doctor.internal.host.StrategyChecks;
import weir.evm.EvmClient;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.HotkeyAddress;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.PublicKey;

/** Makes all checks once, in the order in which an operator repairs. */
public final class Examination {

    private final Settings settings;
    private final Home home;
    private final Assembly assembly;
    private final Optional<RunningHost> host;
    private final List<EvmClient> evmNodes;
    private final NetworkQuestions network;
    private final Instant now = Instant.now();

    /**
     * @param settings those that the host uses
     * @param host empty if none runs
     * @param evmNodes nodes of the vault's chain in the order of preference; empty if none is set
     */
    public Examination(
            Settings settings,
            Home home,
            Assembly assembly,
            Optional<RunningHost> host,
            List<EvmClient> evmNodes,
            NetworkQuestions network) {
        this.settings = settings;
        this.home = home;
        this.assembly = assembly;
        this.host = host;
        this.evmNodes = evmNodes;
        this.network = network;
    }

    /** Returns the results. The network is asked first, and its answers are awaited last. */
    public List<Check> run() {
        CompletableFuture<ChainReading> chain = network.askInTurn(ChainReader.readers(settings, chainFolder()));
        List<Check> checks = new ArrayList<>();
        Optional<PublicKey> hotkey = Optional.empty();
        Check wallet;
        try {
            String address = HotkeyAddress.of(settings);
            hotkey = address.isEmpty() ? Optional.empty() : Optional.of(PublicKey.ofSs58(address));
            wallet = hotkey.map(key -> Check.ok("wallet", "hotkey " + key + ", from " + origin()))
                    .orElse(Check.warning(
                            "wallet",
                            "no hotkey is set, so the host answers only requests of this machine",
                            "Set --wallet.name and --wallet.hotkey, or --hotkey."));
        } catch (WeirException e) {
            wallet = Check.fault("wallet", e.problem(), e.remedy());
        }
        CompletableFuture<Check> vault = vault(hotkey);
        checks.add(MachineChecks.java(Runtime.version(), System.getProperty("java.vendor")));
        checks.add(MachineChecks.disk(home));
        checks.add(MachineChecks.state(home));
        checks.add(HostChecks.port(settings, host));
        host.ifPresent(running -> checks.addAll(HostChecks.health(running)));
        checks.add(wallet);
        checks.addAll(host.map(StrategyChecks::of).orElseGet(() -> StrategyChecks.of(home, assembly)));
        host.ifPresent(running -> checks.addAll(IsolationChecks.levels(running)));
        checks.add(IsolationChecks.fence(assembly));
        checks.addAll(IsolationChecks.externals(home, assembly));
        hotkey.ifPresent(key -> checks.add(QueryCheck.of(home, key.ss58(), now)));
        addChain(checks, network.await(chain, ChainReader.names(settings)), hotkey);
        if (hotkey.isPresent()) {
            checks.add(vaultResult(vault));
        }
        return checks;
    }

    private void addChain(List<Check> checks, Answer<ChainReading> answer, Optional<PublicKey> hotkey) {
        Optional<StoredMetagraph> stored = stored();
        checks.add(ChainChecks.chain(answer.value(), answer.reason(), settings));
        checks.add(answer.value()
                .flatMap(ChainReading::newestBlockAge)
                .map(MachineChecks::clock)
                .orElse(Check.unchecked(
                        "clock", "the time of the chain is not known", "Compare it yourself: `timedatectl`.")));
        checks.add(ChainChecks.metagraph(home, stored, host.isPresent(), now));
        Optional<Metagraph> metagraph =
                answer.value().isPresent() ? answer.value().get().metagraph() : stored.map(StoredMetagraph::metagraph);
        if (metagraph.isEmpty()) {
            checks.addAll(ChainChecks.withoutMetagraph(hotkey.isPresent()));
            return;
        }
        checks.add(ChainChecks.validators(metagraph.get(), home, settings));
        hotkey.ifPresent(
                key -> checks.addAll(new MinerChecks(metagraph.get(), key.ss58(), settings, ownAddresses()).all()));
    }

    private CompletableFuture<Check> vault(Optional<PublicKey> hotkey) {
        if (hotkey.isEmpty() || evmNodes.isEmpty() || !settings.isSet(Setting.VAULT_ADDRESS)) {
            return CompletableFuture.completedFuture(VaultCheck.of(settings));
        }
        List<Callable<Check>> questions = new ArrayList<>();
        evmNodes.forEach(node -> questions.add(() -> VaultCheck.of(settings, node, hotkey.get())));
        return network.askInTurn(questions);
    }

    private Check vaultResult(CompletableFuture<Check> vault) {
        Answer<Check> answer =
                network.await(vault, evmNodes.stream().map(EvmClient::host).toList());
        return answer.value().orElseGet(() -> VaultCheck.unknown(settings, answer.reason()));
    }

    private Optional<StoredMetagraph> stored() {
        return StoredMetagraph.read(
                chainFolder(),
                settings.text(Setting.SUBTENSOR_NETWORK),
                settings.text(Setting.SUBTENSOR_CHAIN_ENDPOINT),
                settings.number(Setting.NETUID));
    }

    private Path chainFolder() {
        return home.data().resolve("chain");
    }

    private String origin() {
        return settings.isSet(Setting.HOTKEY)
                ? "--hotkey"
                : "the wallet " + settings.text(Setting.WALLET_NAME) + "/" + settings.text(Setting.WALLET_HOTKEY);
    }

    private static Set<String> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
