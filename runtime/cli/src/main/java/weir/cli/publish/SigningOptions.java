package weir.cli.publish;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.launcher.Assembly;
import weir.share.sign.Btcli;
import weir.share.sign.KeyFileProcess;
import weir.share.sign.MessageSigner;
import weir.share.sign.PastedSignatures;

/** Options that choose the program which signs, and its key. */
final class SigningOptions {

    /** JARs on the class path of the process that reads a key file, by their names without the version. */
    private static final List<String> KEY_LIBRARIES =
            List.of("weir.protocol", "weir.base", "weir.strategy", "gson", "bcprov-jdk18on");

    private enum Program {
        btcli,
        print,
        keyfile
    }

    @Option(
            names = "--sign",
            paramLabel = "btcli|print|keyfile",
            description = {
                "Program that signs: btcli runs btcli; print (default) shows the btcli commands to run, also on another",
                "machine, and reads what they print; keyfile reads a key file in a process of its own."
            })
    private Program program = Program.print;

    @Option(
            names = "--wallet.name",
            paramLabel = "NAME",
            description = "Wallet for btcli, by default the one called 'default'.")
    private String wallet = "default";

    @Option(
            names = "--wallet.hotkey",
            paramLabel = "NAME",
            description = "Hotkey of the wallet, by default the one called 'default'.")
    private String hotkey = "default";

    @Option(names = "--wallet.path", paramLabel = "DIRECTORY", description = "Directory of the wallets for btcli.")
    private String walletPath;

    @Option(names = "--keyfile", paramLabel = "FILE", description = "Private key file for --sign keyfile.")
    private Path keyFile;

    MessageSigner signer() {
        return signer(hotkey);
    }

    /** As {@link #signer}, with the coldkey of the wallet. */
    MessageSigner coldkeySigner() {
        return signer("");
    }

    private MessageSigner signer(String hotkeyName) {
        Btcli btcli = new Btcli("btcli", Optional.ofNullable(walletPath), wallet, hotkeyName);
        return switch (program) {
            case btcli -> btcli;
            case print -> new PastedSignatures(btcli, System.in, System.err);
            case keyfile -> new KeyFileProcess(keyLibraries(), requireKeyFile());
        };
    }

    private Path requireKeyFile() {
        if (keyFile == null) {
            throw WeirException.usage("--sign keyfile needs --keyfile FILE", "Name the private key file of a hotkey.");
        }
        return keyFile;
    }

    private static List<Path> keyLibraries() {
        Path lib = Assembly.running().folder().resolve("lib");
        List<Path> libraries = new ArrayList<>(jars(lib.resolve("keys"), "*.jar"));
        KEY_LIBRARIES.forEach(name -> libraries.addAll(jars(lib.resolve("cli"), name + "-[0-9]*.jar")));
        return libraries;
    }

    private static List<Path> jars(Path directory, String glob) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
            List<Path> jars = new ArrayList<>();
            found.forEach(jars::add);
            return jars;
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + directory, "Unpack the release again.", e);
        }
    }
}
