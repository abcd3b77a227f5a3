package weir.installer.internal;

import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.installer.BundleIdentity;
import weir.installer.Installer;
import weir.installer.PluginStatus;

/**
 * Health check {@code installer}: reports a late scan, inaccessible directories, rejected files, and class loaders that are not freed.
 */
@Component(property = {HealthCheck.NAME + "=installer", HealthCheck.TAGS + "=weir"})
public final class InstallerHealth implements HealthCheck {

    /** Longer than a start or a stop of a bundle can block the installer's thread. */
    private static final Duration MAX_SCAN_DELAY = Duration.ofSeconds(30);

    private final Installer installer;

    @Activate
    public InstallerHealth(@Reference Installer installer) {
        this.installer = installer;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Duration scanDelay = installer.scanDelay();
        if (scanDelay.compareTo(MAX_SCAN_DELAY) > 0) {
            log.critical(
                    "the installer has not ended a scan of the plugins directory for {} s, so new and removed plugins have no"
                            + " effect. Restart the host; if it happens again, remove the plugin that was installed last",
                    scanDelay.toSeconds());
        }
        List<String> hanging = installer.hangingStarts();
        hanging.forEach(log::critical);
        installer.problems().stream()
                .filter(problem -> !hanging.contains(problem))
                .forEach(log::warn);
        installer.status().stream()
                .filter(status -> !status.message().isEmpty())
                .forEach(status -> log.warn("{}: {}", status.file(), status.message()));
        installer.classUnloading().leaks().forEach(log::warn);
        long installed = installer.status().stream()
                .filter(status -> status.state() == PluginStatus.State.INSTALLED)
                .count();
        log.info("{} plugins are installed", installed);
        for (PluginStatus status : installer.status()) {
            status.origin()
                    .ifPresent(origin -> log.info(
                            "{} from {}, isolation {}, permissions {}, SHA-256 {}",
                            status.bundle().map(BundleIdentity::toString).orElse(status.file()),
                            origin.source(),
                            origin.level().id(),
                            origin.describePermissions(),
                            origin.sha256()));
        }
        return new Result(log);
    }
}
