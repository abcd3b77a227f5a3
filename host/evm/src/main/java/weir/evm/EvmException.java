package weir.evm;

import weir.base.WeirException;

/**
 * Thrown if a node does not answer as it should, or what it answers cannot be used. The message is {@code place: fault}. A place names
 * the host of the node, and block and log index where they are known, but no other part of its URL.
 */
public final class EvmException extends WeirException {

    private static final long serialVersionUID = 1L;

    /**
     * @param place host, contract, or block and log index
     * @param fault what is wrong there
     * @param remedy what the operator should do, a sentence
     */
    public EvmException(String place, String fault, String remedy) {
        super(false, place + ": " + fault, remedy, null);
    }
}
