package weir.strategy;

/** How a validator uses the answer. */
public enum RoundType {
    /** A simulation: the answer is scored, nothing is executed on chain. */
    EVALUATION,
    /** The positions are executed on chain for the vault. */
    LIVE
}
