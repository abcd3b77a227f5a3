package weir.spark.internal.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * The driver sends the files. An executor gets every file that is published before its task starts, also those of other chunks, so a
 * shared directory suits large histories better.
 */
public final class DriverTransfer implements FileTransfer {

    private final SparkContext context;
    private final Path staging;
    private final Set<String> published = new HashSet<>();

    /**
     * On the driver.
     *
     * @param staging directory for files that executors have not fetched yet
     */
    public DriverTransfer(SparkContext context, Path staging) {
        this.context = context;
        this.staging = staging;
    }

    /** On an executor. */
    public DriverTransfer() {
        this(null, null);
    }

    @Override
    public void publish(ContentFile file, Path content) throws IOException {
        if (published.add(file.sha256())) {
            // Spark identifies files by their name.
            Path staged = staging.resolve(file.sha256());
            Files.copy(content, staged);
            context.addFile(staged.toString());
        }
    }

    @Override
    public void fetch(ContentFile file, Path target) throws IOException {
        Files.copy(Path.of(SparkFiles.get(file.sha256())), target);
    }

    @Override
    public String toString() {
        return "the driver";
    }
}
