package weir.keys;

import java.nio.file.Path;

/** Asks the user for the password of an encrypted key file. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * Asks for the password of a key file.
     *
     * @return a new array, which {@link KeyFile} zeroes after use; null or empty to cancel
     */
    char[] password(Path keyFile);
}
