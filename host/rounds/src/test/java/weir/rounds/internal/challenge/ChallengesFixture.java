package weir.rounds.internal.challenge;

import static weir.rounds.internal.challenge.FakeChallengers.competitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.fixtures.Await;
import weir.history.PoolKey;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.Rounds;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.internal.challenge.records.RecordFiles;
import weir.rounds.internal.challenge.records.RouteRecord;
import weir.rounds.internal.challenge.replay.PairedScores;
import weir.router.challenge.Challenger.Promotion;

/** Challenges with a clock, rounds and score differences that the test controls. The records are real files. */
abstract class ChallengesFixture {

    static final String CHAMPION = "champion 1.0.0 {}";
    static final String CHALLENGER = "challenger 1.0.0 {}";

    @TempDir
    Path folder;

    final FakeChallengers challengers = new FakeChallengers();
    final FixedRounds rounds = new FixedRounds();
    Instant now = PlayedRounds.START;
    double historyBound = 0.001;
    double limit = 0.1;
    /** Score difference of each round. */
    volatile double difference = 0.05;

    /** Called with the strategies before each difference. */
    volatile Consumer<PairedScores.Pair> onReplay = pair -> {};

    RecordFiles files;
    ChallengesComponent challenges;
    /** Rounds are so far apart by their blocks that only the clock matters, unless a test changes this. */
    long blocksPerRound = 100_000;

    private long block;
    private int played;

    @BeforeEach
    void start() {
        files = new RecordFiles(folder);
        challenges = new ChallengesComponent(
                challengers,
                rounds,
                files,
                new PairedScores() {
                    @Override
                    public Optional<Double> difference(PlayedRound round, Pair pair) {
                        onReplay.accept(pair);
                        return Optional.of(difference);
                    }

                    @Override
                    public Optional<HistoryResult> onHistory(PoolKey pool, Pair pair, double margin) {
                        return Double.isNaN(historyBound)
                                ? Optional.empty()
                                : Optional.of(new HistoryResult(historyBound, limit, 400));
                    }
                },
                450,
                () -> now);
    }

    @AfterEach
    void stop() {
        challenges.close();
    }

    /** A new process on the same files. */
    void restart() {
        stop();
        start();
    }

    void declare(Promotion promotion) {
        challengers.route(competitor("champion", "1.0.0"), competitor("challenger", "1.0.0"), promotion, 0);
    }

    /** Begins the challenge. */
    void challenge(Promotion promotion) {
        declare(promotion);
        challenges.step();
    }

    /** Plays rounds, one in a quarter of an hour, and waits until they are compared. The last one is over. */
    void play(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plus(Duration.ofMinutes(15));
            rounds.add(scored(++played));
        }
        now = now.plus(Duration.ofMinutes(16));
        awaitCompared();
    }

    void awaitCompared() {
        Await.until("all rounds are compared", () -> {
            challenges.step();
            return files().contest()
                    .map(contest -> contest.isStopped()
                            || rounds.scoredAfter(
                                            contest.results().comparedThrough(),
                                            round -> !round.start().isAfter(now),
                                            1)
                                    .isEmpty())
                    .orElse(true);
        });
        challenges.step();
    }

    PlayedRound scored(int number) {
        RoundScore score = new RoundScore(
                1,
                2,
                List.of(new RoundScore.Result(
                        RoundScore.PLAYED, Ending.SCORED, "", new EnumMap<Model, RoundScore.Values>(Model.class))));
        PlayedRound round = PlayedRounds.round(number, block += blocksPerRound);
        return new PlayedRound(
                        round.id(),
                        List.of(PlayedRounds.answer(
                                round.answers().get(0).query(),
                                round.answers().get(0).answer().decision(),
                                Duration.between(PlayedRounds.START, now))),
                        0,
                        Map.of(),
                        Optional.empty())
                .withScore(score);
    }

    void waitForTheWeek() {
        now = now.plus(Duration.ofDays(7));
    }

    PlayedRound openRound() {
        return scored(9_999);
    }

    RouteRecord files() {
        try {
            return new RecordFiles(folder).read("default");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    ChallengeStatus status() {
        return challenges.challenges().get(0);
    }

    /** Stored rounds in memory. */
    static final class FixedRounds implements Rounds {
        private final List<PlayedRound> all = new CopyOnWriteArrayList<>();
        private final List<Listener> listeners = new CopyOnWriteArrayList<>();

        void add(PlayedRound round) {
            all.add(round);
            listeners.forEach(listener -> listener.onChange(round));
        }

        @Override
        public List<PlayedRound> rounds(Optional<PoolKey> pool, int count) {
            List<PlayedRound> newest = new ArrayList<>(all);
            Collections.reverse(newest);
            return newest.stream().limit(count).toList();
        }

        @Override
        public List<PlayedRound> scoredAfter(Instant start, Predicate<PlayedRound> condition, int count) {
            return all.stream()
                    .filter(round -> round.start().isAfter(start) && condition.test(round))
                    .limit(count)
                    .toList();
        }

        @Override
        public List<JobScore> scores() {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public Registration addListener(Listener listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
