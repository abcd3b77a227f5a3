package weir.itest.isolation;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import weir.base.Sha256;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.installer.trust.Isolation;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Level;
import weir.itest.probe.ProbeResult;
import weir.itest.probe.ProbeStrategy;
import weir.itest.probe.Targets;

/** A host with the hostile bundle at a level, and with the operator's own strategy on all other pairs. */
final class ProbedHost implements AutoCloseable {

    static final String PUBLISHER = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private static final String POOL = "0x" + "b2".repeat(20);
    private static final String OTHER_POOL = "0x" + "c3".repeat(20);
    private static final String BENIGN = "read variables of the environment";
    private static final Pattern RESULT = Pattern.compile("([a-zA-Z0-9_ ,/.'-]+)\\|([A-Z_]+)\\|([^\"]*)");

    private final ChildHost host;
    private final Path home;
    private final Level level;
    private final TestMachine machine;
    private final Targets targets;
    private int version;

    /** @param targets what the probes try to reach; the host's process is known only after its start */
    private ProbedHost(ChildHost host, Path home, Level level, Targets targets, TestMachine machine) {
        this.host = host;
        this.home = home;
        this.level = level;
        this.machine = machine;
        this.targets = new Targets(targets.folder(), host.pid(), targets.victim(), targets.port());
    }

    /**
     * Starts a host on a new home.
     *
     * @param jdk runs the host
     * @param machine says which user runs the host
     */
    static ProbedHost start(Path home, Level level, Targets targets, Jdk jdk, TestMachine machine) throws Exception {
        List<String> wrapper = Stream.concat(machine.user().stream(), Stream.of("env", "JAVA_HOME=" + jdk.home()))
                .toList();
        machine.give(Files.createDirectories(home));
        ProbedHost started = new ProbedHost(
                ChildHost.startBy(wrapper, home, "--axon.ip", "127.0.0.1"), home, level, targets, machine);
        Files.writeString(
                home.resolve("conf/routes/probe.json"), "{\"pair\": \"" + POOL + "\", \"strategy\": \"probe\"}");
        Files.writeString(
                home.resolve("conf/routes/own.json"), "{\"pair\": \"" + OTHER_POOL + "\", \"strategy\": \"hold\"}");
        started.installNewVersion();
        return started;
    }

    /** Replaces the hostile bundle by a version of other content, for which no crash counts. Returns when it serves. */
    void installNewVersion() throws Exception {
        version++;
        Path jar = home.resolve("probe.temporary");
        BundleBuilder.of(ProbeStrategy.class.getPackageName(), "1.0." + version, "" + version)
                .with(
                        "Require-Capability",
                        "weir.permission;effective:=meta;weir.permission:List<String>=\"network,files,process,native,"
                                + "reflection,threads,classloading,environment,clock,exit,other\"")
                .writeTo(jar);
        if (level != Level.HOST) {
            installFromPublisher(jar);
        }
        machine.give(home);
        Files.move(jar, home.resolve("plugins/probe-" + version + ".jar"));
        if (version > 1) {
            Files.delete(home.resolve("plugins/probe-" + (version - 1) + ".jar"));
        }
        String served = "\"1.0." + version + "\"";
        Await.until(() -> isAnsweredWith(served), () -> served + " serves; output of the host:\n" + end(host.output()));
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - 3_000));
    }

    private boolean isAnsweredWith(String served) {
        try {
            return host.requestAdmin("GET", "/strategies", BodyPublishers.noBody())
                            .body()
                            .contains(served)
                    && ask(BENIGN).contains(served)
                    && run(BENIGN).isPresent();
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private void installFromPublisher(Path jar) throws Exception {
        String sha256 = Sha256.of(jar);
        String publisher = PUBLISHER + version;
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(
                        sha256,
                        "weir.itest.probe",
                        "1.0." + version,
                        publisher,
                        "lp",
                        1,
                        "ab",
                        Set.of(),
                        Instant.EPOCH));
        Trust.Publisher mallory =
                new Trust.Publisher(publisher, "mallory" + version, Optional.empty(), Optional.empty(), List.of());
        new TrustFile(home.resolve("conf"), home.resolve("data"), Instant::now)
                .update("trust mallory", trust -> trust.with(mallory.withIsolation(new Isolation(level))));
    }

    /** Runs a probe by a query; empty if the strategy did not answer. */
    Optional<ProbeResult> run(String probe) throws IOException, InterruptedException {
        Matcher result = RESULT.matcher(ask(probe));
        return result.find() ? Optional.of(ProbeResult.parse(result.group().strip())) : Optional.empty();
    }

    private String ask(String probe) throws IOException, InterruptedException {
        String body = RebalanceBodies.validFor(POOL)
                .replace("\"job-1\"", "\"" + probe + "\"")
                .replace("\"r-7\"", "\"" + targets.format() + "\"");
        return host.ask(host.axonUri("127.0.0.1"), body).body();
    }

    /**
     * Whether the operator's own strategy still answers, before the deadline of the queries, and the host is the same process. On a busy
     * machine, an answer may be late, so each query is repeated once.
     */
    boolean isUnharmed() {
        try {
            for (int i = 0; i < 10; i++) {
                if (!isServed() && !isServed()) {
                    return false;
                }
            }
            return ProcessHandle.of(host.pid()).filter(ProcessHandle::isAlive).isPresent();
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private boolean isServed() throws IOException, InterruptedException {
        return host.ask(OTHER_POOL).contains("hold keeps the current positions");
    }

    ChildHost host() {
        return host;
    }

    @Override
    public void close() throws InterruptedException {
        host.kill();
    }
}
