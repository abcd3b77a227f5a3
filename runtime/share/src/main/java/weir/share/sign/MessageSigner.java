package weir.share.sign;

import java.util.List;

/** Has messages signed by a program that has the key. */
@FunctionalInterface
public interface MessageSigner {

    /**
     * Returns a signature for each message, in the same order. The caller verifies them. Blocks until all are signed.
     *
     * @throws weir.base.WeirException if the program is missing, fails, or prints something else
     */
    List<MessageSignature> sign(List<String> messages);
}
