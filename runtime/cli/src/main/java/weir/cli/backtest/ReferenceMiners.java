package weir.cli.backtest;

import java.util.List;
import java.util.stream.Stream;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.launcher.Assembly;

/** The strategies with which each backtest and each sweep compares, beside holding. */
final class ReferenceMiners {

    private ReferenceMiners() {}

    /** The shipped plugins that decide as the subnet's reference miners. */
    static List<PackagedStrategy> in(Assembly assembly) {
        StrategyCatalog shipped = StrategyCatalog.in(assembly.plugins());
        return Stream.of("reference-miner", "reference-volatility")
                .map(shipped::choose)
                .toList();
    }
}
