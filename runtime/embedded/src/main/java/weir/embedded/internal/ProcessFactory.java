package weir.embedded.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.replay.StrategyGroup;
import weir.embedded.PackagedStrategy;
import weir.isolation.Placement;
import weir.isolation.batch.StrategyProcess;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/**
 * Creates groups of a strategy, each alone in a child process while it plays: if the process ends, this is the fault of one of its members.
 * The process of a closed group is used by the next one, so there are as many as groups play at once. Thread-safe.
 *
 * @param strategies owns the processes
 */
public record ProcessFactory(
        ProcessStrategies strategies, PackagedStrategy jar, Placement placement, Deque<StrategyProcess> idle)
        implements StrategyFactory {

    public ProcessFactory(ProcessStrategies strategies, PackagedStrategy jar, Placement placement) {
        this(strategies, jar, placement, new ArrayDeque<>());
        strategies.require(jar, placement);
    }

    @Override
    public StrategyHandle create(Map<String, String> parameters) {
        return strategies.create(jar, placement, jar.readParameters(parameters));
    }

    @Override
    public InstanceGroup group() {
        StrategyProcess free;
        synchronized (idle) {
            free = idle.poll();
        }
        return new Group(free == null ? strategies.start(jar, placement) : free);
    }

    private final class Group implements InstanceGroup {

        private final StrategyProcess process;
        private final List<Integer> instances = new ArrayList<>();

        Group(StrategyProcess process) {
            this.process = process;
        }

        @Override
        public int add(Map<String, String> parameters) {
            instances.add(strategies.create(process, jar, placement, jar.readParameters(parameters)));
            return instances.size() - 1;
        }

        @Override
        public List<StrategyGroup.Answer> decide(List<Integer> members, List<RebalanceQuery> queries, Market market) {
            List<Integer> asked = members.stream().map(instances::get).toList();
            return ProcessStrategies.call(jar, () -> process.decide(asked, queries, market)).stream()
                    .map(answer -> new StrategyGroup.Answer(
                            answer.decision(), answer.failure().isEmpty() ? null : answer.failure()))
                    .toList();
        }

        @Override
        public boolean hasEnded() {
            return process.hasEnded();
        }

        @Override
        public void close() {
            if (!process.hasEnded()) {
                ProcessStrategies.call(jar, () -> {
                    instances.forEach(process::end);
                    return null;
                });
                synchronized (idle) {
                    idle.add(process);
                }
            }
        }
    }
}
