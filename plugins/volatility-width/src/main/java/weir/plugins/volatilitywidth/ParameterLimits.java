package weir.plugins.volatilitywidth;

/** Validates the parameters. */
final class ParameterLimits {

    private ParameterLimits() {}

    static Config validate(Config config) {
        validate("horizonBlocks", config.horizonBlocks(), 1, 1_000_000);
        validate("lookbackBlocks", config.lookbackBlocks(), 1, 10_000_000);
        validate("minObservations", config.minObservations(), 2, 10_000);
        validate("deviations", config.deviations(), 0.1, 100);
        validate("minHalfWidth", config.minHalfWidth(), 1, 443_636);
        validate("maxHalfWidth", config.maxHalfWidth(), config.minHalfWidth(), 443_636);
        validate("defaultHalfWidth", config.defaultHalfWidth(), 1, 443_636);
        validate("edge", config.edge(), 0, 0.5);
        validate("deploy", config.deploy(), 0.001, 1);
        return config;
    }

    private static void validate(String parameter, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "volatility-width: parameter " + parameter + " = " + value + " is outside " + min + " to " + max);
        }
    }
}
