package weir.isolation.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;

/**
 * Finds out by trial which fence this machine permits: Landlock, which needs a newer JDK, or else bubblewrap. Only success is remembered,
 * because a machine that was busy, or where a JDK was missing, may permit it later. Thread-safe.
 */
final class FenceSelection {

    private static final long TIMEOUT_SECONDS = 10;

    /** A way to fence a process. */
    enum Fence {
        LANDLOCK,
        BUBBLEWRAP
    }

    private final ChildSettings settings;
    private final List<Fence> candidates;
    private volatile Optional<Fence> selected = Optional.empty();

    FenceSelection(ChildSettings settings) {
        this(settings, List.of(Fence.values()));
    }

    /** @param candidates the first possible one is selected */
    FenceSelection(ChildSettings settings, List<Fence> candidates) {
        this.settings = settings;
        this.candidates = candidates;
    }

    /** Why no fence is possible, with the remedy; empty if one is. Starts programs until one is. */
    Optional<String> problem() {
        if (selected.isPresent()) {
            return Optional.empty();
        }
        List<String> problems = new ArrayList<>();
        for (Fence fence : candidates) {
            Optional<String> problem = fence == Fence.LANDLOCK ? landlockProblem() : bubblewrapProblem();
            if (problem.isEmpty()) {
                selected = Optional.of(fence);
                return Optional.empty();
            }
            problems.add(problem.get());
        }
        return Optional.of(String.join("; ", problems));
    }

    /** @throws ChildException if no fence is possible */
    Fence require() {
        problem().ifPresent(problem -> {
            throw new ChildException(problem);
        });
        return selected.orElseThrow();
    }

    private Optional<String> landlockProblem() {
        Optional<Path> jdk = FenceJdk.find();
        if (jdk.isEmpty()) {
            return Optional.of("the fence needs JDK 22 or newer, and there is none in /usr/lib/jvm."
                    + " Install one there, or set WEIR_NEWEST_JAVA_HOME to its directory");
        }
        return run(ChildCommand.landlock(jdk.get(), settings, ChildCommand.version(jdk.get(), settings)));
    }

    private Optional<String> bubblewrapProblem() {
        if (!Bubblewrap.isInstalled()) {
            return Optional.of("or install the program bubblewrap (/usr/bin/bwrap)");
        }
        Path jdk = ChildCommand.ownJdk();
        return run(Bubblewrap.filterCommand(jdk, settings))
                .or(() -> run(ChildCommand.bubblewrap(jdk, settings, ChildCommand.version(jdk, settings))))
                .map(problem -> "bubblewrap does not work either: " + problem);
    }

    /** Returns what the command has printed if it fails. */
    private Optional<String> run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(settings.directory().toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            Process process = builder.start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.of("the fence did not start within " + TIMEOUT_SECONDS + " s");
                }
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return process.exitValue() == 0 ? Optional.empty() : Optional.of(output.strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the host is stopping");
        }
    }
}
