package weir.doctor.internal;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.isolation.start.FenceCheck;
import weir.launcher.Assembly;

/** Where the strategies run, and whether strategies of other publishers can be fenced on this machine. */
final class IsolationChecks {

    private static final String NAME = "isolation";

    private IsolationChecks() {}

    /** Whether the fence is possible. Takes some tenths of a second. */
    static Check fence(Assembly assembly) {
        return fence(() -> FenceCheck.problem(assembly.childClassPath()));
    }

    /** @param attempt returns why the fence is not possible; empty if it is */
    static Check fence(Callable<Optional<String>> attempt) {
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

    /** How many strategies run at each level, as a running host reports it; none if no strategy is installed. */
    static List<Check> levels(RunningHost host) {
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
