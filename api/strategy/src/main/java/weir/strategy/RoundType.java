package weir.strategy;

/** What a validator does with the answer. */
public enum RoundType {
    /** A forward simulation; scored, nothing is executed on chain. */
    EVALUATION,
    /** The positions are executed on chain for the vault. */
    LIVE
}
