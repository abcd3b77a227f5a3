package weir.spark.internal.content;

import java.io.IOException;
import java.nio.file.Path;

/** How files come from the driver to the executors. Both sides create an equal one. */
public interface FileTransfer {

    /** On the driver: makes a file available to all executors. */
    void publish(ContentFile file, Path content) throws IOException;

    /** On an executor: copies a published file. The caller verifies the copy. */
    void fetch(ContentFile file, Path target) throws IOException;
}
