package weir.keys;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import weir.protocol.KeyFileException;

/**
 * Signs messages of a publisher of strategies: {@code SignMessages KEYFILE MESSAGE…}. Prints one line of JSON for each, as
 * {@code btcli wallet sign} does. {@code weir publish --sign keyfile} starts it as a process of its own, because only this process may
 * read the key. It signs nothing but the messages of publishers, so it cannot be used to sign a transaction or a request.
 */
public final class SignMessages {

    private static final Pattern MESSAGE = Pattern.compile("weir-(head|bundle|publisher|list)-v1:[!-~]{1,1000}");

    private SignMessages() {}

    /** Exits with 0, or with 1 and a message on standard error. */
    public static void main(String[] args) {
        List<String> messages = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        for (String message : messages) {
            if (!MESSAGE.matcher(message).matches()) {
                fail("'" + message + "' is no message of a publisher and is not signed");
            }
        }
        if (messages.isEmpty()) {
            fail("give a key file and at least one message");
        }
        try (KeyPair keys = KeyFile.open(Path.of(args[0]), SignMessages::askPassword)) {
            for (String message : messages) {
                byte[] signature = keys.sign(message.getBytes(StandardCharsets.UTF_8));
                System.out.println("{\"signer_address\":\"" + keys.publicKey().ss58() + "\",\"signed_message\":\""
                        + HexFormat.of().formatHex(signature) + "\"}");
            }
        } catch (KeyFileException e) {
            fail(e.getMessage());
        }
    }

    private static char[] askPassword(Path file) {
        Console console = System.console();
        return console == null ? null : console.readPassword("Password of %s: ", file);
    }

    private static void fail(String message) {
        System.err.println("weir: " + message);
        System.exit(1);
    }
}
