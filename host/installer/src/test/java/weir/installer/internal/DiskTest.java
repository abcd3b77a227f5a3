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

/** Disks that are full and folders that are read-only, really: the host serves on and says so in its health. */
class DiskTest extends HostFixture {

    private static final Path FULL = Path.of("/dev/full");

    private final Deque<Path> mounts = new ArrayDeque<>();

    @AfterEach
    void unmount() throws Exception {
        while (!mounts.isEmpty()) {
            run("umount", "-l", mounts.pop().toString());
        }
    }

    /** Each write to {@code /dev/full} fails as on a full disk, and takes no privilege. */
    @Test
    void whatCannotBeWrittenDownIsServedAllTheSame() throws Exception {
        assumeTrue(Files.exists(FULL), "SKIPPED: this system has no /dev/full");
        List<Path> full = List.of(data("changes.jsonl"), data("decisions.jsonl"), data("installed.json.part"));
        for (Path file : full) {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, FULL);
        }
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        awaitWarning("installer", "what is installed cannot be written down");
        awaitWarning("router", "who serves which route cannot be written");
        awaitWarning("journal", "answers go on without it");
        Pack.sample("1.1.0", "two").to(plugin("sample.jar"));
        host.awaitWord("two none");

        for (Path file : full) {
            Files.delete(file);
        }
        Pack.sample("1.2.0", "three").to(plugin("sample.jar"));
        host.awaitWord("three none");
        awaitHealth("installer");
        awaitHealth("router");
        awaitHealth("journal");
        assertTrue(Files.exists(data("installed.json")));
    }

    @Test
    void aPluginWaitsForRoomOnAFullDisk() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        host.close();
        mount(data(""), "-t", "tmpfs", "-o", "size=512k", "weir-test");
        host = new TestHost(home);
        host.awaitWord("one none");
        Path ballast = fill();
        Pack.sample("1.1.0", "two").to(plugin("sample.jar"));
        host.awaitState("sample.jar", WAITING);
        TestHost.await(
                () -> host.status("sample.jar").message().contains("No space left"),
                () -> host.status("sample.jar").toString());
        awaitWarning("installer", "No space left");
        assertEquals("one none", host.word());
        Files.delete(ballast);
        host.awaitWord("two none");
        awaitHealth("installer");
    }

    /** The framework's cache is on the same disk, and its copy comes after the installer's own. */
    @Test
    void aPluginWaitsForRoomForTheFrameworksCopy() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        host.close();
        mount(data(""), "-t", "tmpfs", "-o", "size=2m", "weir-test");
        host = new TestHost(home);
        host.awaitWord("one none");
        byte[] noise = new byte[400 << 10];
        new Random(1).nextBytes(noise);
        Files.write(home.resolve("noise"), noise);
        Path ballast = fill();
        try (FileChannel out = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
            out.truncate(out.size() - (600 << 10));
        }
        Pack.sample("1.1.0", "two")
                .with("-includeresource.noise", "noise=" + home.resolve("noise"))
                .to(plugin("sample.jar"));
        awaitWarning("installer", "No space left");
        assertEquals(WAITING, host.status("sample.jar").state());
        assertEquals("one none", host.word());
        Files.delete(ballast);
        host.awaitWord("two none");
        awaitHealth("installer");
    }

    @Test
    void aReadOnlyPluginsFolderServesAndIsSaid() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Files.setPosixFilePermissions(host.plugins(), PosixFilePermissions.fromString("r-xr-xr-x"));
        if (Files.isWritable(host.plugins())) {
            // A superuser may write everywhere but where the file system itself is read-only.
            mount(host.plugins(), "--bind", host.plugins().toString());
            run("mount", "-o", "remount,bind,ro", host.plugins().toString());
        }
        awaitWarning("installer", "the plugins folder is read-only");
        assertEquals("one none", host.word());
        assertFalse(host.ask().fallback());
        unmount();
        Files.setPosixFilePermissions(host.plugins(), PosixFilePermissions.fromString("rwxr-xr-x"));
        awaitHealth("installer");
    }

    /** Takes all the room there is. */
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
        TestHost.await(() -> said(check).contains(words), () -> said(check));
        assertEquals(Result.Status.WARN, host.health(check).getStatus());
    }

    private void awaitHealth(String check) {
        TestHost.await(() -> said(check).startsWith("OK"), () -> said(check));
    }

    private String said(String check) {
        try {
            Result result = host.health(check);
            return result.getStatus() + " " + result;
        } catch (Exception e) {
            throw new IllegalStateException(check, e);
        }
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
            System.out.println("SKIPPED: this user may not mount; a small file system is needed for a full one");
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
