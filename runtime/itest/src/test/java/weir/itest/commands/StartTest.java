package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.Await;
import weir.fixtures.FreePort;
import weir.fixtures.LongForm;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** Starts under unusual conditions: the host listens, or its process ends with an exit code and one line that says why. */
@Timeout(300)
class StartTest {

    @TempDir
    Path folder;

    @Test
    void missingAndDamagedBundlesEndTheStart() throws Exception {
        Path copy = folder.resolve("copy");
        InstallationCopy.create(copy);
        for (String name : LongForm.cases(
                2,
                "weir.axon",
                "org.apache.felix.scr",
                "weir.console",
                "weir.installer",
                "weir.logging",
                "org.apache.felix.log",
                "org.apache.felix.configurator",
                "org.apache.felix.healthcheck.api")) {
            Path jar = InstallationCopy.bundle(copy, name);
            Path whole = folder.resolve("whole.jar");
            Files.move(jar, whole);
            assertFailure(1, "bundles are missing in " + copy.resolve("system") + ": " + name, run(copy));
            Files.copy(whole, jar);
            try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
                channel.truncate(3000);
            }
            assertFailure(1, jar + " is damaged", run(copy));
            Files.move(whole, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        assertServes(copy, Map.of());
    }

    @Test
    void bundleThatDoesNotResolveEndsTheStart() throws Exception {
        Path copy = folder.resolve("copy");
        InstallationCopy.create(copy);
        // Another version of the same bundle does not count.
        Path list = copy.resolve("conf/weir.bndrun");
        Files.writeString(list, Files.readString(list).replaceAll("(weir.market;version=').*'", "$1[0.1.0,0.1.1)'"));
        assertFailure(1, ": weir.market 0.1.0", run(copy));
        Files.writeString(list, Files.readString(list).replaceAll("\tweir\\.(market|base);.*\\\\\\R", ""));
        Files.delete(InstallationCopy.bundle(copy, "weir.base"));
        Result result = run(copy);
        assertFailure(1, "the host cannot start: no bundle provides osgi.wiring.package", result);
        assertTrue(result.output.contains("osgi.wiring.package=weir.base"), result.output);
    }

    @Test
    void portThatIsLostDuringTheStartEndsIt() throws Exception {
        for (String flag : LongForm.cases(1, "--axon.port", "--admin.port")) {
            int port = FreePort.find();
            Path home = folder.resolve("home" + flag);
            Path output = folder.resolve("output" + flag);
            List<String> flags = new ArrayList<>(List.of("run", flag, String.valueOf(port)));
            if (flag.equals("--admin.port")) {
                flags.addAll(List.of("--axon.port", String.valueOf(FreePort.find())));
            }
            Process host = WeirCommand.start(home, output, flags.toArray(String[]::new));
            // Created after the ports were checked.
            Await.until(
                    "the framework starts", () -> Files.exists(home.resolve("data/felix-cache")) || !host.isAlive());
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
                assertTrue(host.waitFor(60, TimeUnit.SECONDS), () -> read(output));
            } finally {
                host.destroyForcibly();
            }
            assertEquals(1, host.exitValue(), read(output));
            assertTrue(read(output).contains("annot listen on 127.0.0.1:" + port), read(output));
            assertTrue(read(output).contains("the host has stopped by itself"), read(output));
            assertTrue(read(output).lines().noneMatch(line -> line.startsWith("\tat ")), read(output));
        }
    }

    @Test
    void stopDuringTheStartIsNoFailure() throws Exception {
        Path home = folder.resolve("home");
        Path output = folder.resolve("output");
        Process host = WeirCommand.start(home, output, "run", "--axon.port", String.valueOf(FreePort.find()));
        Await.until("the framework starts", () -> Files.exists(home.resolve("data/felix-cache")));
        host.destroy();
        assertTrue(host.waitFor(60, TimeUnit.SECONDS), () -> read(output));
        assertEquals(143, host.exitValue(), read(output));
        assertTrue(read(output).lines().noneMatch(line -> line.startsWith("weir: ")), read(output));
    }

    @Test
    void fewOpenFilesEndTheStart() throws Exception {
        Result result =
                run(List.of("sh", "-c", "ulimit -n 128; exec \"$0\" \"$@\""), WeirCommand.INSTALLATION, Map.of());
        assertFailure(1, "may open only 128 files", result);
        assertEquals(1, result.output.lines().count(), result.output);
    }

    @Test
    void localesWithOtherDigitsAndLettersMakeNoDifference() throws Exception {
        for (String locale : LongForm.cases(2, "fa-IR", "tr-TR", "ar-EG", "my-MM", "ckb-IQ")) {
            String[] parts = locale.split("-");
            String options = "-Duser.language=" + parts[0] + " -Duser.country=" + parts[1];
            assertServes(WeirCommand.INSTALLATION, Map.of("JAVA_TOOL_OPTIONS", options));
        }
    }

    @Test
    void pluginWithANonAsciiNameIsInstalledInThePosixLocale() throws Exception {
        Path home = folder.resolve("home");
        try (ChildHost host = ChildHost.start(home, folder, Map.of("LC_ALL", "C", "LANG", "C"))) {
            host.await("the shipped plugins are installed", () -> host.output().contains("\nroutes"));
            // This JVM may be unable to name the file itself.
            shell("cd '" + home.resolve("plugins")
                    + "' && mv weir.hold-1.0.0.jar \"$(printf 'strat\\303\\251gie.jar')\"");
            host.await(
                    "the renamed file is known",
                    () -> CommandRunner.run(home, "strategies").out().contains("strat\u00e9gie.jar"));
        }
    }

    @Test
    void unknownHomeDirectoryIsExplained() throws Exception {
        Map<String, String> environment = Map.of("HOME", "", "JAVA_TOOL_OPTIONS", "-Duser.home=?");
        Result result = run(List.of(), WeirCommand.INSTALLATION, environment, "run");
        assertFailure(2, "the user's home directory is unknown", result);
        assertTrue(result.output.contains("--home"), result.output);
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().equals("?")), "nothing is created");
        }
    }

    @Test
    void scriptsRunWithCdpathBySymbolicLinkAndWithBytesInTheEnvironment() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), WeirCommand.SCRIPT);
        String script = "CDPATH=" + WeirCommand.INSTALLATION.getParent() + "; export CDPATH; "
                + "X=$(printf 'a\\377b'); export X; LC_ALL=C.UTF-8; export LC_ALL; cd " + WeirCommand.INSTALLATION;
        assertTrue(shell(script + " && bin/weir version").startsWith("weir "));
        assertTrue(shell(script + " && " + link + " version").startsWith("weir "));
    }

    @Test
    void checkoutRunsWithCdpath() throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Path installed = Files.createDirectories(checkout.resolve("runtime/app/target/weir/bin"));
        for (String source : List.of("cnf", "api", "host", "plugins")) {
            Files.createDirectories(checkout.resolve(source));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createFile(checkout.resolve("bnd.bnd"));
        Path real = WeirCommand.INSTALLATION.resolve("../../../../weir").normalize();
        Files.copy(real, checkout.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
        Path stub = Files.writeString(installed.resolve("weir"), "#!/bin/sh\necho started \"$@\"\n");
        assertTrue(stub.toFile().setExecutable(true));
        Files.createFile(installed.resolve("../../weir.built").normalize());
        assertEquals(
                "started version\n",
                shell("cd '" + folder + "' && CDPATH=$(pwd) && export CDPATH && checkout/weir version"));
    }

    private record Result(int exitCode, String output) {}

    private Result run(Path installation) throws Exception {
        return run(List.of(), installation, Map.of());
    }

    private Result run(List<String> prefix, Path installation, Map<String, String> environment) throws Exception {
        Path home = folder.resolve("home");
        return run(
                prefix,
                installation,
                environment,
                "run",
                "--home",
                home.toString(),
                "--axon.port",
                String.valueOf(FreePort.find()));
    }

    private Result run(List<String> prefix, Path installation, Map<String, String> environment, String... arguments)
            throws Exception {
        Path output = folder.resolve("output");
        Process process = start(prefix, installation, environment, output, arguments);
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "alive: " + read(output));
            return new Result(process.exitValue(), read(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(
            List<String> prefix, Path installation, Map<String, String> environment, Path output, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(installation.resolve("bin/weir").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void assertServes(Path installation, Map<String, String> environment) throws Exception {
        Path home = folder.resolve("home");
        Path output = folder.resolve("output");
        Process process = start(
                List.of(),
                installation,
                environment,
                output,
                "run",
                "--home",
                home.toString(),
                "--axon.port",
                String.valueOf(FreePort.find()));
        try {
            Await.until(
                    () -> read(output).contains("  default  8453   *     range-follower  any       1.0.0")
                            || !process.isAlive(),
                    () -> environment + ": " + read(output));
            assertTrue(process.isAlive(), () -> environment + ": " + read(output));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void assertFailure(int exitCode, String text, Result result) {
        assertEquals(exitCode, result.exitCode, result.output);
        assertTrue(result.output.contains(text), result.output);
        long lines = result.output
                .lines()
                .filter(line -> !line.startsWith("Picked up"))
                .count();
        assertTrue(lines <= 2, result.output);
    }

    private String shell(String command) throws Exception {
        Path output = folder.resolve("shell");
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assumeTrue(process.waitFor(60, TimeUnit.SECONDS), command);
        assertEquals(0, process.exitValue(), read(output));
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
