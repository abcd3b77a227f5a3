package weir.cli.publish;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.cli.share.JsonOption;
import weir.share.list.BlocklistFile;
import weir.share.list.BlocklistWriter;
import weir.share.sign.MessageSigner;

/** Options of the commands that write a blocklist. */
final class KeeperOptions {

    private static final int DAYS = 30;

    @Parameters(paramLabel = "DIRECTORY", description = "Directory of the list.")
    private Path directory;

    @Mixin
    private ExpiryOption expiry;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private JsonOption json;

    /** A change of the list. */
    interface Change {
        BlocklistFile apply(BlocklistWriter writer, Duration validity, MessageSigner signer);
    }

    /** Writes the list and shows its new state. */
    void write(Change change) {
        BlocklistFile written = change.apply(
                new BlocklistWriter(directory, Clock.systemUTC()), expiry.validity(DAYS), signing.signer());
        json.show(
                JsonParser.parseString(new String(written.toBytes(), StandardCharsets.UTF_8)),
                () -> System.out.println(written.name() + " of " + written.keeper() + ": sequence "
                        + written.sequence() + ", " + written.entries().size() + " entries, expires "
                        + written.expires() + ". Copy the directory to a web server."));
    }
}
