package weir.cli.backtest;

/** By which arithmetic a rebalance history is evaluated. */
public enum Model {
    /** The public validator's own. */
    VALIDATOR("validator"),
    /** What a real position earns. */
    V3("v3");

    private final String label;

    Model(String label) {
        this.label = label;
    }

    /** As commands and results write it. */
    public String label() {
        return label;
    }
}
