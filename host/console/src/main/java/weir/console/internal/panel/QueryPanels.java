package weir.console.internal.panel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.console.internal.panel.Activity.Minute;
import weir.console.internal.panel.json.PageJson;
import weir.router.Caller;
import weir.router.RouteStatus;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;

/** The panels about queries: "am I earning?", validators, latency, and the newest decisions. */
final class QueryPanels {

    private static final Duration QUIET = Duration.ofHours(6);

    private QueryPanels() {}

    /**
     * Whether validators ask and get decisions, in one line.
     *
     * @param level good, warn or bad
     * @param remedy what to do; empty if nothing
     */
    record QueryVerdict(
            String level,
            String text,
            String remedy,
            Optional<Instant> lastQuery,
            long answered,
            long fallbacks,
            long refused,
            long lostRounds,
            Trend trend) {}

    /** @param x starts of the minutes, in seconds since 1970; the other lists have a value for each */
    record Trend(List<Long> x, List<Double> answered, List<Double> fallbacks, List<Double> p50, List<Double> p99) {}

    record ValidatorRow(String hotkey, Instant last, String roundTypes, long answered, long fallbacks, Double p99) {}

    record RejectionRow(String hotkey, String reason, Instant last, long count) {}

    record Validators(List<ValidatorRow> validators, List<RejectionRow> rejections) {}

    record DecisionRow(
            Instant time,
            String validator,
            String pair,
            long block,
            String route,
            String strategy,
            String outcome,
            String decision,
            String reason,
            Double millis) {}

    /**
     * @param healthProblem the first problem that a health check reports as critical
     * @param chainProblem why the chain keeps the miner from being asked
     */
    static QueryVerdict verdict(
            Activity activity,
            List<RouteStatus> routes,
            Optional<String> healthProblem,
            Optional<String> chainProblem,
            Instant now) {
        Optional<Instant> last = Optional.ofNullable(activity.lastValidatorQuery);
        String level = "good";
        String text = "Validators ask and get answers. Panel Score shows what the answers earn.";
        String remedy = "";
        List<String> unserved = routes.stream()
                .filter(route -> route.serving().isEmpty())
                .map(RouteStatus::id)
                .toList();
        List<Minute> lastHour = activity.lastHour(now);
        long recent = lastHour.stream().mapToLong(minute -> minute.answered).sum();
        long losing = lastHour.stream().mapToLong(minute -> minute.losing).sum();
        long failing = lastHour.stream().mapToLong(minute -> minute.fallbacks).sum();
        if (healthProblem.isPresent()) {
            level = "bad";
            text = "The host has a problem: " + healthProblem.get();
            remedy = "See panel Health.";
        } else if (!unserved.isEmpty()) {
            level = "bad";
            text = "No version serves route " + String.join(", ", unserved)
                    + ", so its queries are answered with the current positions.";
            remedy = "Install a strategy or roll back, in panel Active strategy.";
        } else if (chainProblem.isPresent()) {
            level = "bad";
            text = chainProblem.get();
            remedy = "Run `weir doctor`; see panel Chain.";
        } else if (losing > 0) {
            level = "bad";
            text = losing + " of " + recent
                    + " queries of the last hour were refused in evaluation rounds, which therefore score 0.";
            remedy = "See the reasons in panel Decisions, and the filter of the route.";
        } else if (failing > 0) {
            level = failing * 10 > recent ? "bad" : "warn";
            text = failing + " of " + recent
                    + " answers of the last hour are fallbacks: the strategy gave no valid decision.";
            remedy = "See the reasons in panel Decisions, or roll back in panel Active strategy.";
        } else if (last.isEmpty()) {
            level = "warn";
            text = "No validator has asked since the host started.";
            remedy = "Validators may pause for hours. Run `weir doctor` to check that they can reach you.";
        } else if (last.get().isBefore(now.minus(QUIET))) {
            level = "warn";
            text = "No validator has asked for more than six hours.";
            remedy = "Run `weir doctor`; see panel Validators for rejected requests.";
        }
        return new QueryVerdict(
                level,
                text,
                remedy,
                Optional.ofNullable(activity.lastQuery),
                activity.answered,
                activity.fallbacks,
                activity.refused,
                activity.lostRounds,
                trend(lastHour));
    }

    private static Trend trend(List<Minute> minutes) {
        return new Trend(
                minutes.stream().map(minute -> minute.minute * 60).toList(),
                minutes.stream().map(minute -> (double) minute.answered).toList(),
                minutes.stream().map(minute -> (double) minute.fallbacks).toList(),
                percentiles(minutes, 50),
                percentiles(minutes, 99));
    }

    /** One value per minute, in milliseconds; null without one. */
    private static List<Double> percentiles(List<Minute> minutes, int percent) {
        List<Double> values = new ArrayList<>();
        minutes.forEach(minute -> values.add(PageJson.finite(minute.durations.percentile(percent))));
        return values;
    }

    static Validators validators(Activity activity) {
        List<ValidatorRow> rows = new ArrayList<>();
        activity.validators()
                .forEach((hotkey, validator) -> rows.add(new ValidatorRow(
                        hotkey,
                        validator.last,
                        validator.roundTypes,
                        validator.answered,
                        validator.fallbacks,
                        PageJson.finite(validator.durations.percentile(99)))));
        List<RejectionRow> rejections = new ArrayList<>();
        activity.rejections()
                .forEach(
                        entry -> rejections.add(new RejectionRow(entry.hotkey, entry.reason, entry.last, entry.count)));
        Collections.reverse(rejections);
        return new Validators(rows, rejections);
    }

    /** The newest first. */
    static List<DecisionRow> decisions(List<AnswerEvent> events) {
        List<DecisionRow> rows = new ArrayList<>();
        for (AnswerEvent event : events) {
            rows.add(0, row(event));
        }
        return rows;
    }

    private static DecisionRow row(AnswerEvent event) {
        Decision decision = event.answer().decision();
        return new DecisionRow(
                event.time(),
                event.caller().map(Caller::hotkey).orElse("this machine"),
                event.query().pairAddress(),
                event.query().blockNumber(),
                event.answer().route().orElse(""),
                event.answer().strategy().orElse("")
                        + event.answer()
                                .version()
                                .map(Version::toString)
                                .map(" "::concat)
                                .orElse(""),
                event.answer().outcome().name().toLowerCase(Locale.ROOT),
                decision.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                decision.reason(),
                PageJson.finite(event.duration().toNanos() / 1e6));
    }
}
