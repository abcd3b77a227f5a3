package weir.protocol;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A key file cannot be used: it is missing, damaged, of another kind, or encrypted with another password. The message begins
 * with the file's path, states the remedy and never contains anything of the file but public addresses.
 */
public class KeyFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason continues a sentence whose subject is the file */
    public KeyFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** @param reason continues a sentence whose subject is the file */
    public KeyFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
