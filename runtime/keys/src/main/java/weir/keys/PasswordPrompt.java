package weir.keys;

import java.nio.file.Path;

/** Asks whoever sits at the terminal. Called once for an encrypted key file, never for a plain one. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * The password of a key file.
     *
     * @return an array of its own, which {@link KeyFile} zeroes after use; null or empty gives up
     */
    char[] password(Path keyFile);
}
