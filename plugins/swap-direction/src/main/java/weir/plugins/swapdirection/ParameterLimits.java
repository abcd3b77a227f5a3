package weir.plugins.swapdirection;

import weir.uniswap.v3.TickMath;

/** Validates the parameters. */
final class ParameterLimits {

    private ParameterLimits() {}

    static Config validate(Config config) {
        validate("risingSwaps", config.risingSwaps(), 1, 100);
        validate("evaluationDeploy", config.evaluationDeploy(), 1e-6, 1);
        validate("halfWidth", config.halfWidth(), 1, TickMath.MAX_TICK);
        validate("deploy", config.deploy(), 0.001, 1);
        return config;
    }

    private static void validate(String parameter, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "swap-direction: parameter " + parameter + " = " + value + " is outside " + min + " to " + max);
        }
    }
}
