package weir.spark.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;
import weir.base.WeirException;

/**
 * A directory that the driver writes and all executors read, on any of Hadoop's file systems ({@code file:}, {@code hdfs:}, {@code s3a:}).
 * Files are named by their hash and stay there, so the next sweep over the same swaps does not write them again.
 */
public final class SharedDirectory implements FileTransfer {

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/");

    private final Path directory;
    private final Configuration configuration;

    /**
     * @param uri URI of the directory; the first published file creates it
     * @throws WeirException if it has no scheme: a path may name different directories on different machines
     */
    public SharedDirectory(String uri, Configuration configuration) {
        if (!SCHEME.matcher(uri).lookingAt()) {
            throw WeirException.usage(
                    "--shared " + uri + " is not a URI", "Give for example file:///mnt/weir or hdfs://host/weir.");
        }
        this.directory = new Path(uri);
        this.configuration = configuration;
    }

    @Override
    public void publish(ContentFile file, java.nio.file.Path content) throws IOException {
        try (FileSystem system = open()) {
            Path target = path(file);
            if (system.exists(target)) {
                if (isIntact(system, target, file)) {
                    return;
                }
                system.delete(target, false);
            }
            // Renamed when it is complete, so that no executor of another sweep reads a part of it.
            Path part = new Path(directory, file.sha256() + "." + UUID.randomUUID() + ".part");
            try (OutputStream out = system.create(part)) {
                Files.copy(content, out);
            }
            if (!system.rename(part, target)) {
                // Another driver has published the same content.
                system.delete(part, false);
                if (!system.exists(target)) {
                    throw new IOException("cannot rename " + part + " to " + target);
                }
            }
        }
    }

    private static boolean isIntact(FileSystem system, Path target, ContentFile file) throws IOException {
        try (InputStream in = system.open(target)) {
            return ContentFile.sha256(in).equals(file.sha256());
        }
    }

    @Override
    public void fetch(ContentFile file, java.nio.file.Path target) throws IOException {
        try (FileSystem system = open();
                InputStream in = system.open(path(file))) {
            Files.copy(in, target);
        }
    }

    /** Without Hadoop's own checksums, which do not name the file that is damaged. Not the cached instance, which others use. */
    private FileSystem open() throws IOException {
        FileSystem system = create();
        system.setVerifyChecksum(false);
        system.setWriteChecksum(false);
        return system;
    }

    private FileSystem create() throws IOException {
        try {
            return FileSystem.newInstance(directory.toUri(), configuration);
        } catch (UnsupportedFileSystemException | RuntimeException | LinkageError e) {
            throw new IOException(
                    directory + " cannot be opened: " + e.getMessage()
                            + ". If a class is missing, copy the JARs of the file"
                            + " system (of s3a: hadoop-aws " + VersionInfo.getVersion() + " and the AWS SDK's bundle)"
                            + " to lib/spark/jars, and on executors to Spark's jars directory",
                    e);
        }
    }

    private Path path(ContentFile file) {
        return new Path(directory, file.sha256());
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
