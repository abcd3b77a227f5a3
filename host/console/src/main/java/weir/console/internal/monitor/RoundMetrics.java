package weir.console.internal.monitor;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import weir.backtest.score.MinerScore;
import weir.history.PoolKey;
import weir.metrics.Gauge;
import weir.metrics.Metrics;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.Rounds;
import weir.strategy.RebalanceQuery;

/**
 * Sets the metrics of the rounds that validators played, before a read and only if a record has changed since the last one. A route's
 * metrics are those of its newest round.
 */
@Component(
        service = {},
        immediate = true)
public final class RoundMetrics {

    private static final int MAX_ROUNDS = 256;

    private final Rounds rounds;
    private final Gauge inRange;
    private final Gauge inventory;
    private final Gauge roundScore;
    private final Gauge averages;
    private final AtomicBoolean hasChanged = new AtomicBoolean(true);
    private final Rounds.Registration listener;
    private final Metrics.Registration update;

    @Activate
    public RoundMetrics(@Reference Metrics metrics, @Reference Rounds rounds) {
        this.rounds = rounds;
        inRange = metrics.gauge(
                "weir_position_in_range_ratio", "Share of the positions whose range contains the last price", "route");
        inventory = metrics.gauge(
                "weir_inventory_remaining_ratio",
                "What is left of the round's inventory at the last query",
                "route",
                "token");
        roundScore = metrics.gauge(
                "weir_round_score", "Score of the last scored round by evaluation model", "route", "model");
        averages = metrics.gauge(
                "weir_score_ema",
                "Moving average of the scores, as a validator keeps it; the mean over the validators; kind: evaluation, live"
                        + " or combined",
                "route",
                "kind");
        listener = rounds.addListener(round -> hasChanged.set(true));
        update = metrics.beforeRead(this::update);
    }

    @Deactivate
    void stop() {
        update.close();
        listener.close();
    }

    private void update() {
        if (hasChanged.getAndSet(false)) {
            try {
                read();
            } catch (RuntimeException | Error e) {
                hasChanged.set(true);
                throw e;
            }
        }
    }

    private void read() {
        List<Gauge> gauges = List.of(inRange, inventory, roundScore, averages);
        gauges.forEach(gauge -> gauge.removeIf(values -> true));
        Map<PoolKey, String> routes = new HashMap<>();
        Map<String, PlayedRound> newest = new HashMap<>();
        Map<String, RoundScore> scores = new HashMap<>();
        for (PlayedRound round : rounds.rounds(Optional.empty(), MAX_ROUNDS)) {
            Optional<String> route = last(round.answers()).answer().route();
            if (route.isPresent()) {
                routes.putIfAbsent(round.id().pool(), route.get());
                newest.putIfAbsent(route.get(), round);
                round.score().ifPresent(score -> scores.putIfAbsent(route.get(), score));
            }
        }
        newest.forEach(this::setPositions);
        scores.forEach((route, score) -> score.result(RoundScore.PLAYED)
                .values()
                .forEach((model, values) -> roundScore.set(values.score(), route, model.label())));
        rounds.scores().stream()
                .filter(score -> routes.containsKey(score.pool()))
                .collect(Collectors.groupingBy(score -> routes.get(score.pool())))
                .forEach(this::setAverages);
    }

    private void setPositions(String route, PlayedRound round) {
        RebalanceQuery first = round.answers().get(0).query();
        RebalanceQuery now = last(round.answers()).query();
        if (!now.currentPositions().isEmpty()) {
            int tick = now.currentPrice().tick();
            long count = now.currentPositions().stream()
                    .filter(position -> position.tickLower() <= tick && tick < position.tickUpper())
                    .count();
            inRange.set((double) count / now.currentPositions().size(), route);
        }
        setLeft(
                route,
                "token0",
                now.inventoryRemaining().amount0(),
                first.inventoryRemaining().amount0());
        setLeft(
                route,
                "token1",
                now.inventoryRemaining().amount1(),
                first.inventoryRemaining().amount1());
    }

    private void setLeft(String route, String token, BigInteger left, BigInteger start) {
        if (start.signum() > 0) {
            inventory.set(new BigDecimal(left).doubleValue() / new BigDecimal(start).doubleValue(), route, token);
        }
    }

    private void setAverages(String route, List<JobScore> jobs) {
        setAverage(route, "evaluation", jobs, MinerScore::evaluation);
        setAverage(route, "live", jobs, MinerScore::live);
        setAverage(route, "combined", jobs, MinerScore::combined);
    }

    private void setAverage(String route, String kind, List<JobScore> jobs, Function<MinerScore, BigDecimal> value) {
        averages.set(
                jobs.stream()
                        .mapToDouble(job -> value.apply(job.played()).doubleValue())
                        .average()
                        .orElse(Double.NaN),
                route,
                kind);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
