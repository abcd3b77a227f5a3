package weir.launcher.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import weir.launcher.internal.settings.DotEnv;

/**
 * The address of a database with a validator's pool events, in {@code DB_CONNECTION_STRING}. No {@link Setting}: it holds a password,
 * and settings are read by the process that runs strangers' strategies. {@code bin/environment.sh} keeps it from that one.
 */
public final class DatabaseVariable {

    /** Its name, as validators know it. */
    public static final String NAME = "DB_CONNECTION_STRING";

    private DatabaseVariable() {}

    /**
     * The environment's value, or that of {@code .env}; empty where neither has one.
     *
     * @param environment the environment of the process
     * @param folder where {@code .env} is looked for: the working folder
     */
    public static String value(Map<String, String> environment, Path folder) {
        String value = environment.getOrDefault(NAME, "");
        return value.isEmpty()
                ? DotEnv.read(folder.resolve(".env"), Set.of(NAME)).getOrDefault(NAME, "")
                : value;
    }
}
