package weir.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weir.launcher.Assembly;
import weir.launcher.HostLauncher;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code weir run}. */
@Command(
        name = "run",
        customSynopsis = "weir run [--SETTING VALUE]... [--show-config]",
        description =
                "Runs the host until it is stopped (Ctrl-C or SIGTERM; it first answers the requests in progress).",
        sortOptions = false,
        footerHeading = "%nPrecedence of values:%n",
        footer = "  flag, then environment, then .env in the working directory, then HOME/" + Settings.FILE
                + ", then default.")
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--show-config", description = "Shows each setting and its origin, and exits.")
    private boolean showConfig;

    @Override
    public Integer call() {
        return run(SettingOptions.values(spec), showConfig);
    }

    static int run(Map<Setting, String> flags, boolean showConfig) {
        Settings settings = Settings.resolve(flags, System.getenv(), Path.of(""));
        if (showConfig) {
            System.out.print(settings.describe());
        } else {
            HostLauncher.run(settings, Assembly.running());
        }
        return 0;
    }
}
