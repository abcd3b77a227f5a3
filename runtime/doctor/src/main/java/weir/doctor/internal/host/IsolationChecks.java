package weir.doctor.internal.host;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.start.FenceCheck;
import weir.launcher.Assembly;
import weir.launcher.Home;

/** Where the strategies run, and whether strategies of other publishers can be fenced on this machine. */
public final class IsolationChecks {

    private static final String NAME = "isolation";

    private IsolationChecks() {}

    /** Whether the fence is possible. Takes some tenths of a second. */
    public static Check fence(Assembly assembly) {
        return fence(() -> FenceCheck.problem(assembly.childClassPath()));
    }

    /** @param attempt returns why the fence is not possible; empty if it is */
    public static Check fence(Callable<Optional<String>> attempt) {
        try {
            return attempt.call()
                    .map(
                            problem -> Check.warning(
                                    NAME,
                                    "strategies of other publishers cannot be fenced on this machine, so they are rejected: "
                                            + problem,
                                    "Remove the cause, or choose another level with `weir trust isolate`; see docs/isolation.md."))
                    .orElse(Check.ok(NAME, "strategies of other publishers can be fenced on this machine"));
        } catch (Exception e) {
            return Check.unchecked(NAME, "the fence could not be tried: " + WeirException.describe(e), "");
        }
    }

    /** Tries a command of the operator. */
    @FunctionalInterface
    public interface Attempt {

        /** Returns why the placement's command starts no child process; empty if it does. */
        Optional<String> problem(Placement placement) throws IOException;
    }

    /** Whether the commands of the level {@code external} start a child process. Runs each of them once. */
    public static List<Check> externals(Home home, Assembly assembly) {
        return externals(home, placement -> FenceCheck.problem(placement, assembly.childClassPath()));
    }

    /** @param attempt tries one command */
    public static List<Check> externals(Home home, Attempt attempt) {
        try {
            return new TrustFile(home.folder().resolve("conf"), home.data(), InstantSource.system())
                    .read().publishers().stream()
                            .filter(publisher -> publisher.isolation().level() == Level.EXTERNAL)
                            .map(publisher -> external(publisher, attempt))
                            .toList();
        } catch (WeirException e) {
            return List.of(Check.warning(NAME, e.problem(), e.remedy()));
        }
    }

    private static Check external(Trust.Publisher publisher, Attempt attempt) {
        List<String> wrapper = publisher.isolation().wrapper();
        String command = "the command of publisher " + publisher.alias() + " (" + String.join(" ", wrapper) + ")";
        Placement placement = new Placement(publisher.ss58(), publisher.alias(), Level.EXTERNAL, wrapper);
        try {
            return attempt.problem(placement)
                    .map(problem -> Check.warning(
                            NAME,
                            command + " starts no child process, so the publisher's strategies do not start: "
                                    + problem,
                            "Correct it with `weir trust isolate`; docs/isolation.md says what it must do."))
                    .orElse(Check.ok(NAME, command + " starts child processes"));
        } catch (IOException | WeirException e) {
            return Check.unchecked(NAME, command + " could not be tried: " + WeirException.describe(e), "");
        }
    }

    /** How many strategies run at each level, as a running host reports it; none if no strategy is installed. */
    public static List<Check> levels(RunningHost host) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonObject plugin : JsonFields.objects(host.strategies(), "strategies")) {
            String level = JsonFields.text(plugin, "isolation");
            if (!level.isEmpty()) {
                counts.merge(level, 1, Integer::sum);
            }
        }
        List<String> texts = new ArrayList<>();
        counts.forEach((level, count) -> texts.add(count + " at the level " + level));
        return texts.isEmpty() ? List.of() : List.of(Check.ok(NAME, "strategies run: " + String.join(", ", texts)));
    }
}
