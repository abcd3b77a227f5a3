package weir.plugins.volatilitywidth;

/** Validates the parameters. */
final class Ranges {

    private Ranges() {}

    static Config checked(Config config) {
        check("horizonBlocks", config.horizonBlocks(), 1, 1_000_000);
        check("lookbackBlocks", config.lookbackBlocks(), 1, 10_000_000);
        check("minObservations", config.minObservations(), 2, 10_000);
        check("deviations", config.deviations(), 0.1, 100);
        check("minHalfWidth", config.minHalfWidth(), 1, 443_636);
        check("maxHalfWidth", config.maxHalfWidth(), config.minHalfWidth(), 443_636);
        check("defaultHalfWidth", config.defaultHalfWidth(), 1, 443_636);
        check("edge", config.edge(), 0, 0.5);
        check("deploy", config.deploy(), 0.001, 1);
        return config;
    }

    private static void check(String parameter, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "volatility-width: parameter " + parameter + " = " + value + " is outside " + min + " to " + max);
        }
    }
}
