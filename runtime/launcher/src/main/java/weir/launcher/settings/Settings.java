package weir.launcher.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import weir.base.WeirException;
import weir.launcher.internal.settings.DotEnv;

/**
 * The settings in force and where each came from: flag over environment over {@code .env} over file over default. Immutable.
 */
public final class Settings {

    /** The file of settings, below the home folder. */
    public static final String FILE = "conf/weir.properties";

    private record Value(String text, String origin) {}

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    private Settings() {}

    /**
     * Finds every setting's value and checks it.
     *
     * @param flags what the command line says
     * @param environment the environment of the process
     * @param folder where {@code .env} is looked for: the working folder
     * @throws WeirException naming the flag, variable or line that is wrong
     */
    public static Settings resolve(Map<Setting, String> flags, Map<String, String> environment, Path folder) {
        Settings settings = new Settings();
        Path dotEnvFile = folder.resolve(".env");
        Map<String, String> dotEnv = DotEnv.read(dotEnvFile, Setting.variables());
        for (Setting setting : Setting.values()) {
            settings.put(setting, new Value(setting.defaultValue(), "default"));
            settings.putVariable(setting, dotEnv, " in " + dotEnvFile.toAbsolutePath());
            settings.putVariable(setting, environment, " in the environment");
            if (flags.containsKey(setting)) {
                settings.put(setting, new Value(flags.get(setting), setting.flag()));
            }
        }
        // The home is known only now; what its file says ranks just above the defaults.
        settings.putFile(settings.path(Setting.HOME).resolve(FILE));
        if (!settings.isSet(Setting.AXON_IP)) {
            boolean named = settings.isSet(Setting.HOTKEY) || settings.isSet(Setting.WALLET_NAME);
            settings.put(
                    Setting.AXON_IP,
                    named
                            ? new Value("0.0.0.0", "default with a hotkey")
                            : new Value("127.0.0.1", "default without a hotkey"));
        }
        settings.values.forEach(Settings::check);
        return settings;
    }

    /** The value as text, empty where it is not set. */
    public String text(Setting setting) {
        return values.get(setting).text();
    }

    /** Whether there is a value. */
    public boolean isSet(Setting setting) {
        return !text(setting).isEmpty();
    }

    /** The value of a numeric setting that is set. */
    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** The value of a setting that is an amount. */
    public double amount(Setting setting) {
        return Double.parseDouble(text(setting));
    }

    /** The values of a setting that is a list; empty where it is not set. */
    public List<String> list(Setting setting) {
        return isSet(setting) ? List.of(text(setting).split("\\s*,\\s*")) : List.of();
    }

    /** The value of a path setting, absolute, {@code ~} being the user's home folder. */
    public Path path(Setting setting) {
        String text = text(setting);
        boolean ofUser = text.equals("~") || text.startsWith("~/");
        return Path.of(ofUser ? System.getProperty("user.home") + text.substring(1) : text)
                .toAbsolutePath()
                .normalize();
    }

    /** Where the value came from: a flag, a variable, a file or {@code default}. */
    public String origin(Setting setting) {
        return values.get(setting).origin();
    }

    /** One line for each setting: key, value, origin. */
    public String describe() {
        StringBuilder table = new StringBuilder();
        for (Setting setting : Setting.values()) {
            String shown = isSet(setting) ? withoutPassword(text(setting)) : "(not set)";
            table.append(String.format("%-26s %-28s %s%n", setting.key(), shown, origin(setting)));
        }
        return table.toString();
    }

    /** Addresses may carry a password, and what is shown ends in logs and bug reports. */
    private static String withoutPassword(String text) {
        return text.replaceFirst("(://[^:/@]*):.*@", "$1:…@");
    }

    private void putVariable(Setting setting, Map<String, String> variables, String where) {
        for (String name : setting.environment()) {
            String text = variables.get(name);
            // An empty variable is how shells and compose files say "not set".
            if (text != null && !text.isEmpty()) {
                put(setting, new Value(text, name + where));
                return;
            }
        }
    }

    private void putFile(Path file) {
        for (Map.Entry<Object, Object> line : load(file).entrySet()) {
            String key = line.getKey().toString();
            Setting setting = byKey(key, file);
            if (origin(setting).equals("default")) {
                put(setting, new Value(line.getValue().toString().strip(), key + " in " + file));
            }
        }
    }

    private void put(Setting setting, Value value) {
        values.put(setting, value);
    }

    private static void check(Setting setting, Value value) {
        boolean unset = value.text().isEmpty() && setting.defaultValue().isEmpty();
        String complaint = unset ? null : setting.complaint(value.text());
        if (complaint != null) {
            throw WeirException.usage(
                    value.origin() + ": '" + withoutPassword(value.text()) + "' " + complaint,
                    "Mend it there, or give " + setting.flag() + " " + setting.label() + ".");
        }
    }

    private static Setting byKey(String key, Path file) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(key) && setting != Setting.HOME) {
                return setting;
            }
        }
        throw WeirException.usage(
                "'" + key + "' in " + file + " is no setting",
                "`weir run --show-config` lists the settings; write them as axon.port=8091.");
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw WeirException.failed("cannot read " + file, "Make it a readable file of key=value lines.", e);
            }
        }
        return properties;
    }
}
