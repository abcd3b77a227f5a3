package weir.keys;

import java.nio.file.Path;

/** Asks the user for a password. Called once for an encrypted key file, never for a plain one. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * Asks for the password of a key file.
     *
     * @return a new array, which {@link KeyFile} zeroes after use; null or empty to cancel
     */
    char[] password(Path keyFile);
}
