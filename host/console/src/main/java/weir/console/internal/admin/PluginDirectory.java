package weir.console.internal.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;
import weir.installer.BundleIdentity;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PluginRejectedException;

/**
 * Adds JARs to the plugins directory and deletes them, and waits until the installer has processed the change. Deletes a JAR
 * that the installer rejects. Runs one command at a time.
 */
final class PluginDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    /** The installer ignores files whose names begin with a dot. */
    private static final String UPLOAD_PREFIX = ".upload";

    private static final String UPLOAD_SUFFIX = ".part";
    private static final int MAX_JAR_BYTES = 64 << 20;
    private static final Duration INSTALLER_TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};

    private final Path pluginsDirectory;
    private final Installer installer;
    private final StateMonitor stateMonitor;

    /** Deletes unfinished uploads, which a killed process has left. */
    PluginDirectory(Path pluginsDirectory, Installer installer, StateMonitor stateMonitor) {
        this.pluginsDirectory = pluginsDirectory;
        this.installer = installer;
        this.stateMonitor = stateMonitor;
        try (DirectoryStream<Path> uploads =
                Files.newDirectoryStream(pluginsDirectory, UPLOAD_PREFIX + "*" + UPLOAD_SUFFIX)) {
            for (Path upload : uploads) {
                Files.deleteIfExists(upload);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Other commands work without the directory. The health check of the installer reports the problem.
            LOG.warn("Cannot delete unfinished uploads in {} ({})", pluginsDirectory, e.toString());
        }
    }

    /** Installs the JAR in a request body. Returns its status when its bundle is active. */
    synchronized PluginStatus install(RequestBody body) throws HttpError, IOException {
        Path upload = Files.createTempFile(pluginsDirectory, UPLOAD_PREFIX, UPLOAD_SUFFIX);
        try {
            try (FileChannel out = FileChannel.open(upload, StandardOpenOption.WRITE)) {
                body.copyTo(Channels.newOutputStream(out), MAX_JAR_BYTES);
                out.force(true);
            }
            String file = bundleFileName(upload);
            if (Files.exists(pluginsDirectory.resolve(file))) {
                throw new HttpError(
                        409,
                        file + ": is in the plugins directory already; uninstall it first,"
                                + " or build the new one with another Bundle-Version");
            }
            // Waits until the status of a deleted file with this name is gone, which is not the new file's status.
            awaitRemoval(file, file + ": the installer is still removing the previous file of this name; try again");
            AtomicFiles.move(upload, pluginsDirectory.resolve(file));
            return awaitInstallation(file);
        } finally {
            Files.deleteIfExists(upload);
        }
    }

    /** Reads name and version of the JAR in a request body. Keeps nothing. */
    BundleIdentity inspect(RequestBody body) throws HttpError, IOException {
        Path upload = Files.createTempFile(pluginsDirectory, UPLOAD_PREFIX, UPLOAD_SUFFIX);
        try {
            try (OutputStream out = Files.newOutputStream(upload)) {
                body.copyTo(out, MAX_JAR_BYTES);
            }
            return identity(upload);
        } finally {
            Files.deleteIfExists(upload);
        }
    }

    /** Deletes a plugin's file. Returns when its bundle is uninstalled. */
    synchronized void uninstall(PluginStatus plugin) throws HttpError, IOException {
        Files.deleteIfExists(pluginsDirectory.resolve(plugin.file()));
        awaitRemoval(
                plugin.file(),
                plugin.file() + ": is deleted, but its bundle is still installed; check with 'weir strategies'");
    }

    private void awaitRemoval(String file, String timeoutMessage) throws HttpError {
        await(() -> findStatus(file).isEmpty() ? Optional.of(file) : Optional.empty(), timeoutMessage);
    }

    private PluginStatus awaitInstallation(String file) throws HttpError, IOException {
        PluginStatus status = await(
                () -> findStatus(file).filter(plugin -> plugin.state() != PluginStatus.State.WAITING),
                file + ": is in the plugins directory, but not installed yet; check with 'weir strategies'");
        if (status.state() == PluginStatus.State.REJECTED) {
            Files.deleteIfExists(pluginsDirectory.resolve(file));
            throw new HttpError(422, file + ": " + status.message());
        }
        return status;
    }

    private Optional<PluginStatus> findStatus(String file) {
        return installer.status().stream()
                .filter(plugin -> plugin.file().equals(file))
                .findFirst();
    }

    private <T> T await(Supplier<Optional<T>> state, String timeoutMessage) throws HttpError {
        return stateMonitor.await(state, INSTALLER_TIMEOUT).orElseThrow(() -> new HttpError(504, timeoutMessage));
    }

    /** Returns {@code NAME_VERSION.jar} with the manifest's name and version, so that each bundle has one file. */
    private static String bundleFileName(Path jar) throws HttpError, IOException {
        BundleIdentity identity = identity(jar);
        return identity.name() + "_" + identity.version() + ".jar";
    }

    private static BundleIdentity identity(Path jar) throws HttpError, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            if (!Arrays.equals(in.readNBytes(ZIP_SIGNATURE.length), ZIP_SIGNATURE)) {
                throw new HttpError(422, "the file is not a JAR; send a strategy's bundle");
            }
        }
        try {
            return JarVerifier.identity(jar);
        } catch (PluginRejectedException e) {
            throw new HttpError(422, "the JAR is rejected: " + e.getMessage());
        }
    }
}
