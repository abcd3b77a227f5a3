package weir.launcher.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import weir.base.UserHome;
import weir.base.WeirException;
import weir.launcher.internal.settings.DotEnv;
import weir.launcher.internal.settings.VaultList;

/**
 * The values of all settings and their origins. A flag takes precedence over the environment, then {@code .env}, the settings
 * file and the default. Immutable.
 */
public final class Settings {

    /** The settings file, in the home directory. */
    public static final String FILE = "conf/weir.properties";

    /** Number of the subnet in Bittensor's test network. */
    private static final String TEST_NETUID = "374";

    private record Value(String text, String origin) {}

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final Map<String, String> environment;

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Finds and checks the values.
     *
     * @param flags values of the command line
     * @param environment the environment of the process
     * @param folder where {@code .env} is: the working directory
     * @throws WeirException naming the flag, variable or line that is not valid
     */
    public static Settings resolve(Map<Setting, String> flags, Map<String, String> environment, Path folder) {
        return resolve(flags, environment, folder, true);
    }

    /**
     * Finds and checks the values without the settings file, for a process that must not trust files that the host can write.
     *
     * @throws WeirException naming the flag, variable or line that is not valid
     */
    public static Settings resolveWithoutHome(
            Map<Setting, String> flags, Map<String, String> environment, Path folder) {
        return resolve(flags, environment, folder, false);
    }

    private static Settings resolve(
            Map<Setting, String> flags, Map<String, String> environment, Path folder, boolean readsHome) {
        Settings settings = new Settings(environment);
        Path dotEnvFile = folder.resolve(".env");
        Map<String, String> dotEnv = DotEnv.read(dotEnvFile, Setting.variables());
        for (Setting setting : Setting.values()) {
            settings.put(setting, setting.defaultValue(), "default");
            settings.putVariable(setting, dotEnv, " in " + dotEnvFile.toAbsolutePath());
            settings.putVariable(setting, environment, " in the environment");
            if (flags.containsKey(setting)) {
                settings.put(setting, flags.get(setting), setting.flag());
            }
        }
        // The home is known only now; the values of its file replace defaults only.
        if (readsHome) {
            settings.putFile(settings.path(Setting.HOME).resolve(FILE));
        }
        if (!settings.isSet(Setting.AXON_IP)) {
            boolean hotkey = settings.isSet(Setting.HOTKEY) || settings.isSet(Setting.WALLET_NAME);
            settings.put(
                    Setting.AXON_IP,
                    hotkey ? "0.0.0.0" : "127.0.0.1",
                    hotkey ? "default with a hotkey" : "default without a hotkey");
        }
        if (settings.origin(Setting.NETUID).equals("default")
                && settings.text(Setting.SUBTENSOR_NETWORK).equals("test")) {
            settings.put(Setting.NETUID, TEST_NETUID, "default of the test network");
        }
        settings.values.forEach(Settings::check);
        return settings;
    }

    /** The value as text, empty if it is not set. */
    public String text(Setting setting) {
        return values.get(setting).text();
    }

    /** Whether there is a value. */
    public boolean isSet(Setting setting) {
        return !text(setting).isEmpty();
    }

    /** The value of a setting that is a whole number. It must have a value. */
    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** The value of a setting that is a decimal number. It must have a value. */
    public double decimal(Setting setting) {
        return Double.parseDouble(text(setting));
    }

    /** The values of a list; empty if it is not set. */
    public List<String> list(Setting setting) {
        return isSet(setting) ? List.of(text(setting).split("\\s*,\\s*")) : List.of();
    }

    /** The value of a path, absolute; {@code ~} is {@code $HOME}. */
    public Path path(Setting setting) {
        return UserHome.expand(text(setting), environment).toAbsolutePath().normalize();
    }

    /** The origin of the value: a flag, a variable, a file or {@code default}. */
    public String origin(Setting setting) {
        return values.get(setting).origin();
    }

    /** One line for each setting: key, value, origin. */
    public String describe() {
        StringBuilder table = new StringBuilder();
        for (Setting setting : Setting.values()) {
            String shown = isSet(setting) ? setting.shown(text(setting)) : "(not set)";
            table.append(String.format("%-26s %-28s %s%n", setting.key(), shown, origin(setting)));
        }
        return table.toString();
    }

    private void putVariable(Setting setting, Map<String, String> variables, String where) {
        setting.environment().stream()
                // Shells and compose files write an empty variable for "not set".
                .filter(name -> !value(name, variables).isEmpty())
                .findFirst()
                .ifPresent(name -> put(setting, value(name, variables), name + where));
    }

    private static String value(String name, Map<String, String> variables) {
        String text = variables.getOrDefault(name, "");
        return name.equals(VaultList.VARIABLE) ? VaultList.first(text) : text;
    }

    private void putFile(Path file) {
        load(file).forEach((key, value) -> {
            Setting setting = byKey(key.toString(), file);
            if (origin(setting).equals("default")) {
                put(setting, value.toString().strip(), key + " in " + file);
            }
        });
    }

    private void put(Setting setting, String text, String origin) {
        values.put(setting, new Value(text, origin));
    }

    private static void check(Setting setting, Value value) {
        boolean unset = value.text().isEmpty() && setting.defaultValue().isEmpty();
        String problem = unset ? null : setting.problem(value.text());
        if (problem != null) {
            throw WeirException.usage(
                    value.origin() + ": '" + setting.shown(value.text()) + "' " + problem,
                    "Correct it there, or give " + setting.flag() + " " + setting.label() + ".");
        }
    }

    private static Setting byKey(String key, Path file) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key) && setting != Setting.HOME)
                .findFirst()
                .orElseThrow(() -> WeirException.usage(
                        "'" + key + "' in " + file + " is not a setting",
                        "`weir run --show-config` lists the settings; write them as axon.port=8091."));
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try {
                // Some editors write a byte order mark.
                properties.load(new StringReader(Files.readString(file).replaceFirst("^\uFEFF", "")));
            } catch (IOException | IllegalArgumentException e) {
                throw WeirException.failed("cannot read " + file, "Make it a readable file of key=value lines.", e);
            }
        }
        return properties;
    }
}
