package weir.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import weir.launcher.settings.Setting;

/**
 * Parses {@code weir run} with settings only; other arguments go to picocli. Measured: with picocli, a start takes 130 ms longer,
 * even with a class data sharing archive.
 */
final class RunFlags {

    private RunFlags() {}

    /** The settings; empty if the arguments are not {@code run} and valid settings. */
    static Optional<Map<Setting, String>> parse(String[] args) {
        if (args.length == 0 || !args[0].equals("run")) {
            return Optional.empty();
        }
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            Setting setting = byFlag(equals < 0 ? args[i] : args[i].substring(0, equals));
            boolean missing = equals < 0 && (i + 1 == args.length || args[i + 1].startsWith("--"));
            if (setting == null || missing || flags.containsKey(setting)) {
                return Optional.empty();
            }
            flags.put(setting, equals < 0 ? args[++i] : args[i].substring(equals + 1));
        }
        return Optional.of(flags);
    }

    private static Setting byFlag(String flag) {
        for (Setting setting : Setting.values()) {
            if (setting.flag().equals(flag)) {
                return setting;
            }
        }
        return null;
    }
}
