package weir.backtest.experiment;

import java.util.Map;
import weir.backtest.replay.StrategyGroup;
import weir.strategy.RebalanceStrategy;

/** Creates instances of one strategy in one version. Thread-safe. */
@FunctionalInterface
public interface StrategyFactory {

    /**
     * Creates an instance.
     *
     * @param parameters parameters that differ from the defaults: name to value as text
     * @throws weir.base.WeirException if a parameter is not valid, or the strategy does not start
     */
    StrategyHandle create(Map<String, String> parameters);

    /** Best number of members of a group. If the command is killed, the results of an unfinished group are lost. */
    default int groupSize() {
        return StrategyGroup.DEFAULT_MEMBERS;
    }

    /** Creates a group without members. The caller must close it. */
    default InstanceGroup group() {
        return new LocalGroup(this);
    }

    /** Instances of the strategy that play together. For one thread. */
    interface InstanceGroup extends StrategyGroup, AutoCloseable {

        /**
         * Adds an instance, as {@link StrategyFactory#create} does.
         *
         * @return its number: 0 for the first one, and so on
         */
        int add(Map<String, String> parameters);

        /** Whether the process of the instances has ended, so that none of them can play. */
        default boolean hasEnded() {
            return false;
        }

        /** Deactivates the instances. */
        @Override
        void close();
    }

    /** An active instance of a strategy. The caller must close it. */
    interface StrategyHandle extends AutoCloseable {

        /** The instance; do not use it after {@link #close}. */
        RebalanceStrategy strategy();

        /** Deactivates the instance. */
        @Override
        void close();
    }
}
