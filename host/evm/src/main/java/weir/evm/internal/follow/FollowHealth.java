package weir.evm.internal.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import weir.history.PoolKey;

/** The health of following a chain. A problem is a warning: strategies answer with the data that is stored. */
final class FollowHealth {

    /** A shorter failure is usual. */
    static final Duration MAX_SILENCE = Duration.ofMinutes(1);

    private FollowHealth() {}

    /**
     * @param problems why final blocks of pools cannot be stored
     * @param pending pools whose final blocks are being read for the first time
     * @param nodeProblem why the last poll failed
     * @param lastSuccess time of the last poll that succeeded
     */
    static Result of(
            HeadFollower.Status status,
            Map<PoolKey, String> problems,
            Set<PoolKey> pending,
            Optional<String> nodeProblem,
            Instant lastSuccess,
            Instant now) {
        FormattingResultLog log = new FormattingResultLog();
        if (status.isStopped()) {
            log.warn(
                    "strategies do not see new events of pools: {}. Check the node. If it is right, remove these blocks with"
                            + " `weir history remove`; then restart the host",
                    status.problem().orElse("the chain is not followed any more"));
        } else {
            Duration silence = Duration.between(lastSuccess, now);
            Optional<String> problem = nodeProblem.or(status::problem);
            if (problem.isPresent() && silence.compareTo(MAX_SILENCE) > 0) {
                log.warn(
                        "the chain has not been read for {} min, so strategies do not see new events of pools: {}",
                        silence.toMinutes(),
                        problem.get());
            } else {
                status.head().ifPresent(head -> log.info("block {} is the newest one", head.number()));
                problem.ifPresent(text -> log.info("the last poll failed: {}", text));
            }
        }
        status.pools().forEach((pool, problem) -> {
            if (problem.isPresent()) {
                log.info("pool {} is not followed at the moment: {}", pool, problem.get());
            } else {
                log.info("pool {} is followed", pool);
            }
        });
        pending.forEach(pool -> log.info("pool {}: its final blocks are being read", pool));
        problems.forEach((pool, problem) -> log.warn("new blocks of pool {} are not stored: {}", pool, problem));
        return new Result(log);
    }
}
