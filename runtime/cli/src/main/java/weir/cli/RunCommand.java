package weir.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weir.launcher.Assembly;
import weir.launcher.HostLauncher;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code weir run}: serves validators until stopped. */
@Command(
        name = "run",
        customSynopsis = "weir run [--SETTING VALUE]... [--show-config]",
        description = "Serves validators until stopped (Ctrl-C or SIGTERM; requests in flight are answered first).",
        sortOptions = false,
        footerHeading = "%nWhere a value comes from:%n",
        footer = "  flag, then environment, then .env in the working folder, then <home>/" + Settings.FILE
                + ", then default.")
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--show-config", description = "Shows each setting and where it came from, and ends.")
    private boolean showConfig;

    /** Makes an option of each row of the table. */
    static void addSettings(CommandSpec run) {
        for (Setting setting : Setting.values()) {
            String shown = setting.defaultValue().isEmpty() ? "" : " (" + setting.defaultValue() + ")";
            run.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel(setting.label())
                    .description(
                            setting.purpose() + shown + ".", "Environment: " + String.join(", ", setting.environment()))
                    .build());
        }
    }

    @Override
    public Integer call() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting, value);
            }
        }
        return run(flags, showConfig);
    }

    /** Serves, or only shows the settings. */
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
