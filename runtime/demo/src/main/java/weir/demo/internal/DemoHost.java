package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.demo.DendriteResponse;
import weir.keys.KeyPair;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.HostProcess;
import weir.launcher.settings.Setting;
import weir.protocol.PublicKey;
import weir.strategy.RebalanceQuery;

/**
 * A real host of our own: a process, a home that is removed, a hotkey, and in its metagraph one validator, which is us. Closing
 * stops the process in order; if we are stopped ourselves, the same happens.
 */
public final class DemoHost implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);
    /** The host reads a file that it cannot use once more before it says why. */
    private static final Duration COMPLAINT_LIMIT = Duration.ofSeconds(3);

    private static final String ROUTE = "demo";
    private static final String REMEDY = "Mend what it says; `weir run` starts the same host in the foreground.";

    private final Home home;
    private final KeyPair validator;
    private final HostProcess process;
    private final DendriteClient dendrite;
    private final Thread atExit = new Thread(this::end, "remove the demo's home");

    private DemoHost(Home home, KeyPair validator, HostProcess process, DendriteClient dendrite) {
        this.home = home;
        this.validator = validator;
        this.process = process;
        this.dendrite = dendrite;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it with a route of its own beside the shipped one.
     *
     * @param assembly what is started
     * @param route text of the route file
     * @throws WeirException if there is no place for the home
     */
    public static DemoHost start(Assembly assembly, String route) {
        try {
            Home home = new Home(TemporaryDirectory.make("weir-demo").path());
            home.fill(assembly);
            KeyPair validator = KeyPair.ofMiniSecret(random());
            String miner = PublicKey.of(random()).ss58();
            Files.writeString(home.routes().resolve(ROUTE + ".json"), route);
            home.admit(List.of(validator.publicKey()));
            HostProcess process = HostProcess.start(assembly, home.folder(), Setting.HOTKEY.flag(), miner);
            return new DemoHost(home, validator, process, new DendriteClient(validator, process.port(), miner));
        } catch (IOException e) {
            throw WeirException.failed(
                    "the demo's own home cannot be made", "Check the space in the folder for temporary files.", e);
        }
    }

    /** Its home. */
    Home home() {
        return home;
    }

    /** Its process. */
    HostProcess process() {
        return process;
    }

    /** Asks it as the validator. */
    public DendriteClient dendrite() {
        return dendrite;
    }

    /**
     * Returns when a strategy answers a question.
     *
     * @throws WeirException with the host's last words if it ends, if that takes too long, or at once if the host has not
     *     taken the route
     */
    public void awaitServing(RebalanceQuery question) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        DendriteResponse answer = askOurRoute(question);
        while (answer.failure() != null || answer.isFallback()) {
            process.requireAlive();
            if (System.nanoTime() > deadline) {
                String why = answer.failure() != null ? answer.failure() : answer.info();
                throw WeirException.failed(
                        "the host did not serve within " + START_LIMIT.toSeconds() + " s: " + why
                                + ". Its last words:\n" + process.lastLines(),
                        REMEDY);
            }
            RateLimiter.pause(BETWEEN_LOOKS);
            answer = askOurRoute(question);
        }
    }

    /** Routes are in force before the first answer: where another one answers, ours was not taken. */
    private DendriteResponse askOurRoute(RebalanceQuery question) {
        DendriteResponse answer = dendrite.ask(question);
        if (answer.failure() == null && !answer.route().equals(ROUTE)) {
            throw notTaken(answer.route());
        }
        return answer;
    }

    private WeirException notTaken(String other) {
        long deadline = System.nanoTime() + COMPLAINT_LIMIT.toNanos();
        Optional<String> complaint = complaint();
        while (complaint.isEmpty() && System.nanoTime() < deadline) {
            RateLimiter.pause(BETWEEN_LOOKS);
            complaint = complaint();
        }
        return WeirException.failed(
                "the host has not taken the demo's own route and answers by " + other + ": "
                        + complaint.orElseGet(() -> "its last words:\n" + process.lastLines()),
                REMEDY);
    }

    private Optional<String> complaint() {
        String file = ROUTE + ".json: ";
        return process.lastLines()
                .lines()
                .filter(line -> line.contains(file))
                .map(line -> line.substring(line.indexOf(file)))
                .findFirst();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does the same.
            return;
        }
        end();
    }

    private void end() {
        process.close();
        validator.close();
        new TemporaryDirectory(home.folder()).remove();
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
