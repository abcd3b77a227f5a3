package weir.backtest.result;

/** An evaluation model: the arithmetic that computes the performance of a round. */
public enum Model {
    /** The arithmetic of the published validator code. */
    VALIDATOR("validator"),
    /**
     * The arithmetic of the published validator code, with each allocation reduced to the tokens that its position uses at the price at
     * which it is charged. {@link #VALIDATOR} counts the rest of a declared allocation twice: it stays in the inventory, and may become
     * part of the position when the price moves.
     */
    STRICT("strict"),
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
