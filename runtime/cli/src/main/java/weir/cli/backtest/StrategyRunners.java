package weir.cli.backtest;

import java.nio.file.Path;
import weir.embedded.PlacementRules;
import weir.embedded.StrategyRunner;
import weir.launcher.Assembly;
import weir.launcher.Home;

/** Runs strategies for commands, at the levels that the operator of a home has chosen. */
public final class StrategyRunners {

    private StrategyRunners() {}

    /** Strategies of the plugins directory: installed from a publisher, or the operator's own. */
    public static StrategyRunner of(Home home, Assembly assembly) {
        return runner(assembly, PlacementRules.of(conf(home), home.data()));
    }

    /**
     * Strategies that are not installed.
     *
     * @param signer address of the hotkey that has signed them
     */
    public static StrategyRunner ofSigner(Home home, Assembly assembly, String signer) {
        return runner(assembly, PlacementRules.ofSigner(conf(home), home.data(), signer));
    }

    private static StrategyRunner runner(Assembly assembly, PlacementRules rules) {
        return new StrategyRunner(assembly::systemBundle, assembly::childClassPath, rules, System.err::println);
    }

    private static Path conf(Home home) {
        return home.folder().resolve("conf");
    }
}
