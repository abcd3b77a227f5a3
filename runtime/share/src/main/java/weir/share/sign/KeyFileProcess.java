package weir.share.sign;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import weir.base.WeirException;

/**
 * Signs with a key file in a process of its own, which has the classes for private keys and no code of a strategy. Immutable.
 *
 * @param libraries class path of the process
 * @param keyFile private key file of a wallet
 */
public record KeyFileProcess(List<Path> libraries, Path keyFile) implements MessageSigner {

    private static final String MAIN_CLASS = "weir.keys.SignMessages";

    @Override
    public List<MessageSignature> sign(List<String> messages) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // For a fast start: the process signs a few messages.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(libraries.stream().map(Path::toString).collect(Collectors.joining(":")));
        command.add(MAIN_CLASS);
        command.add(keyFile.toString());
        command.addAll(messages);
        byte[] output = SigningProgram.run(command, "Name a private key file with --keyfile, and enter its password.");
        List<String> lines = new String(output, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() != messages.size()) {
            throw WeirException.failed(
                    "the process that signs printed " + lines.size() + " lines for " + messages.size() + " messages",
                    "Check that the release is complete: lib/keys must be of the same version.");
        }
        return lines.stream()
                .map(line -> MessageSignature.parse("the process that signs", line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
