package weir.spark.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import weir.base.Sha256;

/**
 * A file that executors need. Its content is identified by a hash, so that copies can be verified and kept.
 *
 * @param name relative path under which the executor uses it, with slashes
 * @param sha256 SHA-256 of the content in hexadecimal digits
 * @param bytes length
 */
public record ContentFile(String name, String sha256, long bytes) {

    /** Describes a file. */
    public static ContentFile of(String name, Path file) throws IOException {
        return new ContentFile(name, hash(file), Files.size(file));
    }

    /** Describes all files below a directory, in the order of their names. */
    public static List<ContentFile> below(Path directory) throws IOException {
        List<ContentFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                files.add(of(directory.relativize(file).toString().replace('\\', '/'), file));
            }
        }
        return files;
    }

    /** Whether a file exists and has this content. */
    public boolean matches(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == bytes
                && hash(file).equals(sha256);
    }

    /**
     * Checks a copy.
     *
     * @param source where it comes from, for the message
     * @throws DamagedFileException if its content is another one
     */
    void verify(Path copy, String source) throws IOException {
        String actual = hash(copy);
        if (!actual.equals(sha256)) {
            throw new DamagedFileException(name + " from " + source + " is damaged: its SHA-256 is " + actual + ", not "
                    + sha256 + ". Check the disk or file system that holds it, and run the sweep again");
        }
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    /** SHA-256 of the rest of a stream, in hexadecimal digits. */
    static String sha256(InputStream in) throws IOException {
        MessageDigest digest = Sha256.digest();
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }
}
