package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static weir.installer.PluginStatus.State.WAITING;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;

/** Full disks and read-only directories: the host keeps serving and reports them in its health. */
class DiskFailureTest extends HostTest {

    DiskFailureTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    private static final Path FULL = Path.of("/dev/full");

    private final Deque<Path> mounts = new ArrayDeque<>();

    @AfterEach
    void unmount() throws Exception {
        while (!mounts.isEmpty()) {
            run("umount", "-l", mounts.pop().toString());
        }
    }

    /** Each write to {@code /dev/full} fails as on a full disk, without special privileges. */
    @Test
    void hostKeepsServingIfItsStateCannotBeWritten() throws Exception {
        assumeTrue(Files.exists(FULL), "SKIPPED: this system has no /dev/full");
        List<Path> full = List.of(data("changes.jsonl"), data("decisions.jsonl"));
        for (Path file : full) {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, FULL);
        }
        // A directory that is not empty cannot be replaced by the temporary file.
        Path obstacle = Files.createDirectories(data("installed.json.part").resolve("obstacle"));
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        awaitWarning("installer", "the list of installed plugins cannot be written");
        awaitWarning("router", "route changes cannot be written");
        awaitWarning("journal", "queries are answered without it");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("sample.jar"));
        host.awaitAnswer("two none");

        for (Path file : full) {
            Files.delete(file);
        }
        Files.delete(obstacle);
        BundleBuilder.sample("1.2.0", "three").writeTo(plugin("sample.jar"));
        host.awaitAnswer("three none");
        awaitHealth("installer");
        awaitHealth("router");
        awaitHealth("journal");
        assertTrue(Files.exists(data("installed.json")));
    }

    @Test
    void pluginIsDeployedOnceTheDiskHasSpace() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        host.close();
        mount(data(""), "-t", "tmpfs", "-o", "size=512k", "weir-test");
        host = newHost();
        host.awaitAnswer("one none");
        Path ballast = fill();
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", WAITING);
        Await.until(
                () -> host.status("sample.jar").message().contains("No space left"), () -> host.status("sample.jar"));
        awaitWarning("installer", "No space left");
        assertEquals("one none", host.answer());
        Files.delete(ballast);
        host.awaitAnswer("two none");
        awaitHealth("installer");
    }

    /** The framework's cache is on the same disk; its copy is made after the installer's. */
    @Test
    void pluginIsDeployedOnceTheDiskHasSpaceForTheFrameworksCopy() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        host.close();
        mount(data(""), "-t", "tmpfs", "-o", "size=2m", "weir-test");
        host = newHost();
        host.awaitAnswer("one none");
        byte[] noise = new byte[400 << 10];
        new Random(1).nextBytes(noise);
        Files.write(home.resolve("noise"), noise);
        Path ballast = fill();
        try (FileChannel out = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
            out.truncate(out.size() - (600 << 10));
        }
        BundleBuilder.sample("1.1.0", "two")
                .with("-includeresource.noise", "noise=" + home.resolve("noise"))
                .writeTo(plugin("sample.jar"));
        awaitWarning("installer", "No space left");
        assertEquals(WAITING, host.status("sample.jar").state());
        assertEquals("one none", host.answer());
        Files.delete(ballast);
        host.awaitAnswer("two none");
        awaitHealth("installer");
    }

    @Test
    void readOnlyDirectoryIsReportedAndServed() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        Files.setPosixFilePermissions(host.plugins(), PosixFilePermissions.fromString("r-xr-xr-x"));
        if (Files.isWritable(host.plugins())) {
            // A superuser may write everywhere except in a read-only file system.
            mount(host.plugins(), "--bind", host.plugins().toString());
            run("mount", "-o", "remount,bind,ro", host.plugins().toString());
        }
        awaitWarning("installer", "the plugins directory is read-only");
        assertEquals("one none", host.answer());
        assertFalse(host.ask().isFallback());
        unmount();
        Files.setPosixFilePermissions(host.plugins(), PosixFilePermissions.fromString("rwxr-xr-x"));
        awaitHealth("installer");
    }

    /** Uses up the disk space. */
    private Path fill() throws IOException {
        Path ballast = data("ballast");
        byte[] block = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return ballast;
        }
    }

    private void awaitWarning(String check, String words) throws Exception {
        Await.until(() -> report(check).contains(words), () -> report(check));
        assertEquals(Result.Status.WARN, host.health(check).getStatus());
    }

    private void awaitHealth(String check) {
        Await.until(() -> report(check).startsWith("OK"), () -> report(check));
    }

    private String report(String check) {
        Result result = host.health(check);
        return result.getStatus() + " " + result;
    }

    private Path data(String file) {
        return home.resolve("data").resolve(file);
    }

    private void mount(Path at, String... how) throws IOException, InterruptedException {
        String[] command = new String[how.length + 2];
        command[0] = "mount";
        System.arraycopy(how, 0, command, 1, how.length);
        command[how.length + 1] = at.toString();
        boolean mounted = run(command) == 0;
        if (!mounted) {
            System.out.println("SKIPPED: mounting a small file system needs more privileges");
        }
        assumeTrue(mounted, "this user may not mount");
        mounts.push(at);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
