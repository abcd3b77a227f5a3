package weir.console.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Health check {@code wallet}: warns if the host's user, and so every strategy, can read a private key file of the wallet. */
@Component(
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=wallet", HealthCheck.TAGS + "=weir"})
public final class WalletHealth implements HealthCheck {

    private final String[] files;

    @Activate
    public WalletHealth(ConsoleConfiguration configuration) {
        this.files = configuration.private_key_files();
    }

    /** A warning for each of these files that this process can read. */
    static List<String> warnings(String... files) {
        return Stream.of(files)
                .filter(file -> Files.isReadable(Path.of(file)))
                .map(file -> "the host's user can read the private key file " + file
                        + ", and so can every strategy. Keep it on"
                        + " another machine, or run the host as another user; the host needs the public file only")
                .toList();
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> warnings = warnings(files);
        warnings.forEach(log::warn);
        if (warnings.isEmpty()) {
            log.info("no private key file of the configured wallet can be read");
        }
        return new Result(log);
    }
}
