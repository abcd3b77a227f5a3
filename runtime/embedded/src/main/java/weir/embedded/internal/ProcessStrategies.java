package weir.embedded.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import weir.base.Sha256;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyInstance;
import weir.installer.foreign.ForeignStrategy;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PluginRejectedException;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Placement;
import weir.isolation.batch.ProcessEndedException;
import weir.isolation.batch.StrategyProcess;
import weir.isolation.batch.StrategyProcess.Answer;
import weir.isolation.batch.StrategyProcesses;

/** Strategies in child processes. Each JAR is copied before it is verified, so that it cannot be exchanged in between. Thread-safe. */
public final class ProcessStrategies implements AutoCloseable {

    /** A child process of a command keeps the prices of one check in memory, and the strategies of a group. */
    private static final int HEAP_MIB = 256;

    /** A replay has no deadline; this ends an endless loop. */
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(10);

    private final JarVerifier verifier;
    private final Supplier<List<Path>> classPath;
    private final Map<String, ForeignStrategy> strategies = new HashMap<>();
    private final Map<String, SharedProcess> shared = new HashMap<>();
    private TemporaryDirectory temporary;
    private StrategyProcesses processes;

    /** @param classPath returns the JARs of child processes */
    public ProcessStrategies(JarVerifier verifier, Supplier<List<Path>> classPath) {
        this.verifier = verifier;
        this.classPath = classPath;
    }

    /** A process with the number of its open instances. */
    private static final class SharedProcess {

        private final StrategyProcess process;
        /** Guarded by the owner. */
        private int open;

        SharedProcess(StrategyProcess process) {
            this.process = process;
        }
    }

    /**
     * Creates an instance in a process that it shares with the open instances of the strategy. The process ends with the last one, so a
     * later instance does not find what earlier ones have seen.
     *
     * @throws WeirException if it is not possible; the calls of the instance throw it when the process has ended
     */
    public synchronized StrategyInstance create(
            PackagedStrategy jar, Placement placement, Map<String, Object> parameters) {
        String key = jar.file() + "\n" + jar.strategy();
        SharedProcess found = shared.get(key);
        if (found == null || found.process.hasEnded()) {
            found = new SharedProcess(start(jar, placement));
            shared.put(key, found);
        }
        SharedProcess used = found;
        used.open++;
        int instance;
        try {
            instance = create(used.process, jar, placement, parameters);
        } catch (RuntimeException e) {
            release(key, used);
            throw e;
        }
        AtomicBoolean isOpen = new AtomicBoolean(true);
        return new StrategyInstance(
                (query, market) -> {
                    synchronized (used) {
                        Answer answer = call(jar, () -> used.process.decide(List.of(instance), List.of(query), market))
                                .get(0);
                        if (!answer.failure().isEmpty()) {
                            throw new StrategyFailure(answer.failure());
                        }
                        return answer.decision();
                    }
                },
                () -> {
                    if (isOpen.getAndSet(false) && !release(key, used)) {
                        end(used, instance);
                    }
                });
    }

    /** Whether the process has ended with its last instance. */
    private synchronized boolean release(String key, SharedProcess used) {
        if (--used.open > 0) {
            return false;
        }
        shared.remove(key, used);
        used.process.close();
        return true;
    }

    private static void end(SharedProcess used, int instance) {
        synchronized (used) {
            try {
                used.process.end(instance);
            } catch (ProcessEndedException e) {
                // The instance has ended with its process.
            }
        }
    }

    /** What a strategy threw in its process; described as if it had thrown that here. */
    private static final class StrategyFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StrategyFailure(String description) {
            super(description);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** @throws WeirException if the JAR cannot be used, or its level is not possible on this machine */
    void require(PackagedStrategy jar, Placement placement) {
        strategy(jar, placement);
    }

    /** Starts a process for instances of a strategy. */
    synchronized StrategyProcess start(PackagedStrategy jar, Placement placement) {
        try {
            return processes().start(strategy(jar, placement).component());
        } catch (IOException e) {
            throw WeirException.failed("strategy " + jar + " of " + jar.file() + " cannot be used", "Correct it.", e);
        } catch (ChildException e) {
            throw WeirException.failed(
                    "the child process for " + jar + " does not start: " + e.getMessage(),
                    "Remove the cause; see docs/isolation.md.");
        }
    }

    /** Creates an instance in a process. */
    int create(StrategyProcess process, PackagedStrategy jar, Placement placement, Map<String, Object> parameters) {
        Map<String, Object> properties = new HashMap<>(strategy(jar, placement).defaults());
        properties.putAll(parameters);
        try {
            return call(jar, () -> process.create(properties));
        } catch (ChildException e) {
            throw WeirException.failed(
                    "strategy " + jar + " does not start: " + e.getMessage(),
                    "Correct its parameters, or its constructor.");
        }
    }

    /** @throws WeirException if the process has ended */
    static <T> T call(PackagedStrategy jar, Supplier<T> call) {
        try {
            return call.get();
        } catch (ProcessEndedException e) {
            throw WeirException.failed(
                    "the replay of " + jar + " has failed: " + e.getMessage(),
                    "Correct the strategy, or ask its publisher.");
        }
    }

    private synchronized ForeignStrategy strategy(PackagedStrategy jar, Placement placement) {
        return strategies.computeIfAbsent(jar.file() + "\n" + jar.strategy(), key -> read(jar, placement));
    }

    private ForeignStrategy read(PackagedStrategy jar, Placement placement) {
        try {
            Path copy = Files.copy(
                    jar.file(),
                    directory().resolve(strategies.size() + ".jar"),
                    StandardCopyOption.REPLACE_EXISTING); // of a strategy that could not be used
            verifier.verify(copy);
            String hash = Sha256.of(copy);
            return ForeignStrategy.read(copy, hash, jar.strategy(), placement, processes()::problem)
                    .orElseThrow(() -> WeirException.failed(
                            jar.file() + " has no strategy " + jar.strategy() + " any more", "Run the command again."));
        } catch (IOException e) {
            throw WeirException.failed("cannot copy " + jar.file(), "Free space in the temporary directory.", e);
        } catch (PluginRejectedException e) {
            throw PlacedJar.rejected(jar.file(), e);
        }
    }

    private StrategyProcesses processes() throws IOException {
        if (processes == null) {
            Path empty = Files.createDirectory(directory().resolve("empty"));
            processes = new StrategyProcesses(new ChildSettings(classPath.get(), empty, HEAP_MIB, QUERY_LIMIT, true));
        }
        return processes;
    }

    private Path directory() throws IOException {
        if (temporary == null) {
            temporary = TemporaryDirectory.create("weir-foreign");
        }
        return temporary.path();
    }

    @Override
    public synchronized void close() {
        shared.values().forEach(each -> each.process.close());
        if (processes != null) {
            processes.close();
        }
        if (temporary != null) {
            temporary.remove();
        }
    }
}
