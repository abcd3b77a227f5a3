package weir.strategy;

/** How a validator uses the decision. */
public enum RoundType {
    /** A simulation: the validator scores the decision and executes nothing on chain. */
    EVALUATION,
    /** The validator opens the positions on chain, with the tokens of the vault. */
    LIVE
}
