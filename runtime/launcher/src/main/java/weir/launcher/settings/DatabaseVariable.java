package weir.launcher.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import weir.launcher.internal.settings.DotEnv;

/**
 * The variable {@code DB_CONNECTION_STRING} with the address of a validator's database. It is not a {@link Setting}, because it
 * contains a password and settings are read by the process that runs strategies; {@code bin/environment.sh} removes it there.
 */
public final class DatabaseVariable {

    /** Its name, as validators use it. */
    public static final String NAME = "DB_CONNECTION_STRING";

    private DatabaseVariable() {}

    /**
     * The value in the environment, else in {@code .env}; empty if neither has one.
     *
     * @param environment the environment of the process
     * @param folder where {@code .env} is: the working directory
     */
    public static String value(Map<String, String> environment, Path folder) {
        String value = environment.getOrDefault(NAME, "");
        return value.isEmpty()
                ? DotEnv.read(folder.resolve(".env"), Set.of(NAME)).getOrDefault(NAME, "")
                : value;
    }
}
