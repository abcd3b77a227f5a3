package weir.protocol;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if a key file cannot be used: it is missing, damaged, of another kind, or encrypted with another password. The message
 * begins with the file's path and says what to do. It contains no content of the file except public addresses.
 */
public class KeyFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong and what to do; follows the file's path in the message */
    public KeyFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** @param reason what is wrong and what to do; follows the file's path in the message */
    public KeyFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
