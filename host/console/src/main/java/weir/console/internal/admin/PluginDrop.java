package weir.console.internal.admin;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.Installer;
import weir.installer.PluginStatus;

/**
 * Puts JARs into the plugins folder as an operator should, written under another name and then renamed, and waits for the
 * installer's word. What the installer refuses is taken out again. One command at a time.
 */
final class PluginDrop {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDrop.class);

    /** The installer does not look at files that begin with a dot. */
    private static final String UPLOAD = ".upload";

    private static final String PART = ".part";
    private static final int LARGEST_JAR = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final Path folder;
    private final Installer installer;

    PluginDrop(Path folder, Installer installer) {
        this.folder = folder;
        this.installer = installer;
        clear();
    }

    /** What a kill left behind of uploads. */
    private void clear() {
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(folder, UPLOAD + "*" + PART)) {
            for (Path upload : uploads) {
                Files.deleteIfExists(upload);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that is not there or read-only is no reason to take no commands: the installer says it in
            // health.
            LOG.warn("Unfinished uploads cannot be deleted from {} ({})", folder, e.toString());
        }
    }

    /** Installs the JAR that a body is; returns what the installer says of it, which is that it runs. */
    synchronized PluginStatus install(RequestBody body) throws Complaint, IOException {
        Path beside = Files.createTempFile(folder, UPLOAD, PART);
        try {
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                body.copyTo(Channels.newOutputStream(out), LARGEST_JAR);
                out.force(true);
            }
            Path file = folder.resolve(fileName(beside));
            if (Files.exists(file)) {
                throw new Complaint(
                        409,
                        file.getFileName() + ": is in the plugins folder already; uninstall it first,"
                                + " or build the new one with another Bundle-Version");
            }
            // What is still said of a file that has gone must not be taken for the verdict on this one.
            awaitGone(
                    file.getFileName().toString(),
                    file.getFileName() + ": the installer has not yet let go of the one before; try again");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            return judged(file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Deletes the file of a plugin and waits until its bundle is gone. */
    synchronized void uninstall(PluginStatus plugin) throws Complaint, IOException {
        Files.deleteIfExists(folder.resolve(plugin.file()));
        awaitGone(
                plugin.file(),
                plugin.file() + ": is deleted, but its bundle is not gone yet; look again with 'weir strategies'");
    }

    private void awaitGone(String file, String otherwise) throws Complaint {
        await(() -> status(file).isEmpty() ? Optional.of(file) : Optional.empty(), otherwise);
    }

    private PluginStatus judged(Path file) throws Complaint, IOException {
        String name = file.getFileName().toString();
        PluginStatus status = await(
                () -> status(name).filter(one -> one.state() != PluginStatus.State.WAITING),
                name + ": is in the plugins folder, but the installer has not judged it yet;"
                        + " look again with 'weir strategies'");
        if (status.state() == PluginStatus.State.REJECTED) {
            Files.deleteIfExists(file);
            throw new Complaint(422, name + ": " + status.message());
        }
        return status;
    }

    private Optional<PluginStatus> status(String file) {
        return installer.status().stream()
                .filter(one -> one.file().equals(file))
                .findFirst();
    }

    private static <T> T await(Supplier<Optional<T>> condition, String otherwise) throws Complaint {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            Optional<T> found = condition.get();
            while (found.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
                found = condition.get();
            }
            return found.orElseThrow(() -> new Complaint(504, otherwise));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint(503, otherwise);
        }
    }

    /** {@code name_version.jar}, from the manifest: one file for one bundle, whatever it was called where it came from. */
    private static String fileName(Path jar) throws Complaint, IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = header(headers, Constants.BUNDLE_SYMBOLICNAME)
                    .split(";", 2)[0]
                    .strip();
            String version = header(headers, Constants.BUNDLE_VERSION);
            if (!SYMBOLIC_NAME.matcher(name).matches()) {
                throw new Complaint(
                        422,
                        "Bundle-SymbolicName: is '" + name + "', so the JAR is no bundle; build it as"
                                + " docs/plugin-guide.md shows");
            }
            return name + "_" + Version.parseVersion(version) + ".jar";
        } catch (ZipException | SecurityException e) {
            throw new Complaint(422, "body: is no JAR (" + e.getMessage() + "); send a strategy's bundle");
        }
    }

    private static String header(Attributes headers, String name) {
        String value = headers.getValue(name);
        return value == null ? "" : value.strip();
    }
}
