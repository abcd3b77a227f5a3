package weir.protocol;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A key file that cannot be used: absent, damaged, of another kind, or locked by another password. The message begins
 * with the file, says what to do, and never holds any of the file's content but public addresses.
 */
public class KeyFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the file and the reason. */
    public KeyFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** Names the file and the reason, and keeps what lies behind. */
    public KeyFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
