package weir.share.sign;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weir.base.WeirException;

/**
 * Prints the btcli commands, so that they can be run on another machine, and reads the JSON objects that they print. Not thread-safe.
 *
 * @param btcli names wallet and hotkey in the printed commands
 * @param in gives the JSON objects, in the order of the commands
 * @param out gets the commands
 */
public record PastedSignatures(Btcli btcli, InputStream in, PrintStream out) implements MessageSigner {

    @Override
    public List<MessageSignature> sign(List<String> messages) {
        out.println("Run these commands where the key is, then paste the JSON object that each prints, in this order"
                + " (btcli 10 and newer: --json instead of --json-output):\n");
        messages.forEach(message -> out.println("  " + Btcli.shell(btcli.command(message, "--json-output"))));
        out.println();
        List<MessageSignature> signatures = new ArrayList<>();
        for (int i = 1; i <= messages.size(); i++) {
            signatures.add(MessageSignature.parse("pasted signature " + i, nextObject(i, messages.size())));
        }
        return signatures;
    }

    /** Reads the next JSON object. It contains no braces in its strings, because its fields are addresses, digits and a message. */
    private byte[] nextObject(int number, int count) {
        StringBuilder object = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '{' || object.length() > 0) {
                    object.append((char) c);
                }
                if (c == '}') {
                    return object.toString().getBytes(StandardCharsets.ISO_8859_1);
                }
                if (object.length() > MessageSignature.MAX_BYTES) {
                    throw WeirException.usage(
                            "pasted signature " + number + " is too long", "Paste what btcli prints.");
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read the pasted signatures", "Give the command again.", e);
        }
        throw WeirException.usage(
                "the input ends before signature " + number + " of " + count,
                "Paste one JSON object for each command. Nothing was published.");
    }
}
