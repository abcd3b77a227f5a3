package weir.installer.internal;

import java.time.Duration;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.installer.Installer;
import weir.installer.PluginStatus;

/**
 * Health of the installer: a thread that does not scan any more, directories that cannot be read or written, rejected files, classes
 * that are not freed.
 */
@Component(property = {HealthCheck.NAME + "=installer", HealthCheck.TAGS + "=weir"})
public final class InstallerHealth implements HealthCheck {

    /** Longer than a bundle that starts or stops can keep the installer's thread. */
    private static final Duration MAX_OVERDUE = Duration.ofSeconds(30);

    private final Installer installer;

    @Activate
    public InstallerHealth(@Reference Installer installer) {
        this.installer = installer;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Duration overdue = installer.overdue();
        if (overdue.compareTo(MAX_OVERDUE) > 0) {
            log.critical(
                    "the installer has not ended a scan of the plugins directory for {} s, so new and removed plugins have no"
                            + " effect. Restart the host; if it happens again, remove the plugin that was installed last",
                    overdue.toSeconds());
        }
        installer.problems().forEach(log::warn);
        installer.status().stream()
                .filter(status -> !status.message().isEmpty())
                .forEach(status -> log.warn("{}: {}", status.file(), status.message()));
        installer.classUnloading().leaks().forEach(log::warn);
        long installed = installer.status().stream()
                .filter(status -> status.state() == PluginStatus.State.INSTALLED)
                .count();
        log.info("{} plugins are installed", installed);
        return new Result(log);
    }
}
