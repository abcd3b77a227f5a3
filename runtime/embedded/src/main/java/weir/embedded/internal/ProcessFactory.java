package weir.embedded.internal;

import java.util.ArrayList;
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
 * Creates groups of a strategy. Each plays alone in a child process of its own, which ends with it: if the process ends earlier, this is
 * the fault of one of its members, and no instance finds what another one has seen of later blocks. Thread-safe.
 *
 * @param strategies owns the processes
 */
public record ProcessFactory(ProcessStrategies strategies, PackagedStrategy jar, Placement placement)
        implements StrategyFactory {

    /** @throws weir.base.WeirException if the JAR cannot be used, or its level is not possible on this machine */
    public ProcessFactory {
        strategies.require(jar, placement);
    }

    @Override
    public StrategyHandle create(Map<String, String> parameters) {
        return strategies.create(jar, placement, jar.readParameters(parameters));
    }

    /** A start of a process costs as much as thousands of queries, so its members should be many. */
    @Override
    public int groupSize() {
        return StrategyProcess.MAX_QUERIES;
    }

    @Override
    public InstanceGroup group() {
        return new Group(strategies.start(jar, placement));
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
            process.close();
        }
    }
}
