package weir.cli;

import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import weir.launcher.settings.Setting;

/** The settings of the host as options of a command. */
final class SettingOptions {

    private SettingOptions() {}

    /** Adds an option for each setting. */
    static void add(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            String shown = setting.defaultValue().isEmpty() ? "" : " (" + setting.defaultValue() + ")";
            command.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel(setting.label())
                    .description(
                            setting.purpose() + shown + ".", "Environment: " + String.join(", ", setting.environment()))
                    .build());
        }
    }

    /** Returns the values on the command line. */
    static Map<Setting, String> values(CommandSpec command) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = command.commandLine().getParseResult().matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting, value);
            }
        }
        return flags;
    }
}
