package weir.rounds.internal.challenge;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.osgi.framework.Version;
import weir.rounds.challenge.ChallengeStatus.ShadowCounts;
import weir.rounds.internal.challenge.replay.PairedScores;
import weir.rounds.internal.challenge.replay.PairedScores.Pair;
import weir.rounds.internal.challenge.replay.ReplayedStrategy;
import weir.rounds.internal.challenge.shadow.DeadlineWatch;
import weir.rounds.internal.challenge.shadow.Shadow;
import weir.rounds.internal.challenge.shadow.SingleTaskThread;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challengers;
import weir.router.challenge.Challengers.Role;

/**
 * The two threads of a contest: one asks the challenger what validators ask, and one replays rounds. Both have the lowest priority.
 * Thread-safe.
 */
final class ChallengeThreads {

    /** Replays have no validator that waits, so a slow machine is no reason to stop them. */
    private static final Duration REPLAY_DEADLINE = Duration.ofSeconds(30);

    private final String route;
    private final Challengers challengers;
    private final PairedScores scores;
    private final DeadlineWatch replayWatch;
    private final Shadow shadow;
    private final SingleTaskThread<Comparison> replays;

    /** Starts the threads of a contest. */
    @FunctionalInterface
    interface Factory {
        /** @param onMissedDeadlines called with these threads when calls of the strategies have missed too many deadlines */
        ChallengeThreads start(String route, Consumer<ChallengeThreads> onMissedDeadlines);
    }

    /**
     * Starts the threads.
     *
     * @param challengerVersion version of the challenger that runs now; empty while there is none
     * @param nanoClock time as {@link System#nanoTime()}
     * @param cpuClock processor time of the calling thread in nanoseconds
     */
    ChallengeThreads(
            String route,
            Challengers challengers,
            PairedScores scores,
            Function<String, Optional<Version>> challengerVersion,
            DeadlineWatch.Timer timer,
            LongSupplier nanoClock,
            LongSupplier cpuClock,
            Consumer<ChallengeThreads> onMissedDeadlines) {
        this.route = route;
        this.challengers = challengers;
        this.scores = scores;
        Runnable onLimit = () -> onMissedDeadlines.accept(this);
        this.replayWatch = new DeadlineWatch(timer, REPLAY_DEADLINE, onLimit);
        this.shadow = new Shadow(
                "weir challenger of " + route,
                () -> challengerVersion
                        .apply(route)
                        .flatMap(version -> challengers.find(route, Role.CHALLENGER, version)),
                nanoClock,
                cpuClock,
                new DeadlineWatch(timer, DeadlineWatch.DEADLINE, onLimit));
        this.replays = new SingleTaskThread<>("weir challenge replays of " + route, this::compare);
    }

    void onAnswer(AnswerEvent event) {
        shadow.onAnswer(event);
    }

    /** Starts a comparison, unless one is running. */
    void start(Comparison comparison) {
        replays.offer(comparison);
    }

    private void compare(Comparison comparison) {
        Optional<ReplayedStrategy> champion =
                strategy(Role.CHAMPION_REPLAY, comparison.route().champion());
        Optional<ReplayedStrategy> challenger =
                strategy(Role.CHALLENGER_REPLAY, comparison.route().challenger());
        if (champion.isPresent() && challenger.isPresent()) {
            comparison.run(
                    scores,
                    new Pair(champion.get(), challenger.get()),
                    () -> replays.isStopped()
                            || champion.get().isUnavailable()
                            || challenger.get().isUnavailable());
        }
    }

    private Optional<ReplayedStrategy> strategy(Role role, Competitor competitor) {
        return competitor
                .version()
                .flatMap(version -> challengers.find(route, role, version))
                // While a bundle moves to another level, both of its copies run.
                .filter(instance -> instance.isInChildProcess() == competitor.isInChildProcess())
                .map(instance -> new ReplayedStrategy(instance, replayWatch));
    }

    boolean isHealthy() {
        return shadow.isHealthy();
    }

    ShadowCounts counts() {
        return shadow.counts();
    }

    /** Ends both threads after their calls. Does not wait. */
    void stop() {
        shadow.stop();
        replays.stop();
    }

    /** Interrupts the calls, which do not return; one that ignores this keeps its thread. */
    void interrupt() {
        shadow.interrupt();
        replays.interrupt();
    }
}
