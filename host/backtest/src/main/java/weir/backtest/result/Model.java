package weir.backtest.result;

/** An evaluation model: the arithmetic that computes the performance of a round. */
public enum Model {
    /** The arithmetic of the published validator code. */
    VALIDATOR("validator"),
    /** The arithmetic of the Uniswap v3 contracts: what a real position would earn. */
    V3("v3");

    private final String label;

    Model(String label) {
        this.label = label;
    }

    /** The name in commands and results. */
    public String label() {
        return label;
    }
}
