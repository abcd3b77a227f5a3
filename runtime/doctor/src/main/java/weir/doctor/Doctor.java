package weir.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.base.WeirException;
import weir.doctor.internal.Examination;
import weir.doctor.internal.chain.NetworkQuestions;
import weir.doctor.internal.host.HostChecks;
import weir.doctor.internal.host.RunningHost;
import weir.evm.EvmClient;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Checks what a miner needs: machine, host, wallet, chain, vault. Changes nothing. */
public final class Doctor {

    private Doctor() {}

    /**
     * Makes all checks, on this thread and others. If a host runs on the home, its own settings are
     * used for the checks, and a difference is reported.
     *
     * @param flags settings of the command line
     * @param environment the environment of the process
     * @param folder where {@code .env} is: the working directory
     * @param assembly the installation
     * @param networkTimeout how long answers of the network are awaited, all together
     * @throws WeirException if a setting is not valid
     */
    public static DoctorReport examine(
            Map<Setting, String> flags,
            Map<String, String> environment,
            Path folder,
            Assembly assembly,
            Duration networkTimeout) {
        Settings own = Settings.resolve(flags, environment, folder);
        Home home = new Home(own.path(Setting.HOME));
        List<Check> checks = new ArrayList<>();
        try (NetworkQuestions network = new NetworkQuestions(networkTimeout)) {
            Optional<RunningHost> host = Optional.empty();
            try {
                host = RunningHost.on(home);
            } catch (WeirException e) {
                checks.add(Check.fault("host", e.problem(), e.remedy()));
            }
            Settings used = own;
            if (host.isPresent()) {
                Map<Setting, String> merged = new EnumMap<>(Setting.class);
                merged.putAll(flags);
                merged.putAll(host.get().settings());
                used = Settings.resolve(merged, environment, folder);
                HostChecks.settings(host.get(), own).ifPresent(checks::add);
            }
            List<EvmClient> evmNodes =
                    own.list(Setting.EVM_RPC).stream().map(EvmClient::of).toList();
            checks.addAll(new Examination(used, home, assembly, host, evmNodes, network).run());
        }
        return new DoctorReport(checks);
    }
}
