package weir.spark.internal.content;

import java.io.IOException;

/** A copy of a file has another content than the driver announced. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }
}
