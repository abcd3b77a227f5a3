package weir.installer.internal;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.installer.Installer;
import weir.installer.PluginStatus;

/** Health check {@code installer}: reports inaccessible directories, rejected files, and class loaders that are not freed. */
@Component(property = {HealthCheck.NAME + "=installer", HealthCheck.TAGS + "=weir"})
public final class InstallerHealth implements HealthCheck {

    private final Installer installer;

    @Activate
    public InstallerHealth(@Reference Installer installer) {
        this.installer = installer;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
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
