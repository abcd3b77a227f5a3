package weir.share.sign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weir.base.WeirException;

/**
 * Signs with {@code btcli wallet sign}, which has the key. Immutable.
 *
 * @param program name or path of the program
 * @param walletDirectory directory of the wallets; empty for that of btcli
 * @param wallet name of the wallet
 * @param hotkey name of the hotkey; empty to sign with the coldkey
 */
public record Btcli(String program, Optional<String> walletDirectory, String wallet, String hotkey)
        implements MessageSigner {

    private static final String REMEDY = "Install bittensor-cli (`pip install bittensor-cli`) and name an existing"
            + " wallet and hotkey, or sign elsewhere with --sign print.";
    private static final int FIRST_VERSION_WITH_SHORT_OPTION = 10;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+");

    @Override
    public List<MessageSignature> sign(List<String> messages) {
        Matcher version = VERSION.matcher(text(SigningProgram.run(List.of(program, "--version"), REMEDY)));
        boolean isNew = version.find() && Integer.parseInt(version.group(1)) >= FIRST_VERSION_WITH_SHORT_OPTION;
        List<MessageSignature> signatures = new ArrayList<>();
        for (String message : messages) {
            List<String> command = command(message, isNew ? "--json" : "--json-output");
            signatures.add(json(text(SigningProgram.run(command, REMEDY))));
        }
        return signatures;
    }

    /** The command that signs a message. */
    List<String> command(String message, String jsonOption) {
        List<String> command = new ArrayList<>(List.of(program, "wallet", "sign", "--wallet-name", wallet));
        walletDirectory.ifPresent(directory -> command.addAll(List.of("--wallet-path", directory)));
        if (hotkey.isEmpty()) {
            command.add("--no-use-hotkey"); // without it, btcli asks
        } else {
            command.addAll(List.of("--wallet-hotkey", hotkey, "--use-hotkey"));
        }
        command.addAll(List.of("--message", message, jsonOption));
        return command;
    }

    /** The JSON object in an output, which may have other lines around it. */
    private MessageSignature json(String output) {
        int begin = output.indexOf('{');
        int end = output.lastIndexOf('}');
        if (begin < 0 || end < begin) {
            throw WeirException.failed(program + " printed no JSON object", REMEDY);
        }
        byte[] json = output.substring(begin, end + 1).getBytes(StandardCharsets.UTF_8);
        return MessageSignature.parse("the output of " + program, json);
    }

    private static String text(byte[] output) {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** A command as a shell accepts it. */
    static String shell(List<String> command) {
        return command.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
