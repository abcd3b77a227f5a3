package weir.backtest.experiment;

/** The arithmetic that evaluates a round. */
public enum Model {
    /** The public validator's own. */
    VALIDATOR("validator"),
    /** That of a real Uniswap v3 position. */
    V3("v3");

    private final String label;

    Model(String label) {
        this.label = label;
    }

    /** Its name in commands and results. */
    public String label() {
        return label;
    }
}
