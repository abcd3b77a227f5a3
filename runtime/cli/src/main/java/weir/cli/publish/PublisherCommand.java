package weir.cli.publish;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.cli.share.JsonOption;
import weir.cli.share.Verifiers;
import weir.share.publisher.PublisherFile;
import weir.share.publisher.PublisherWriter;

/** {@code weir publisher --repo DIR}. */
@Command(
        name = "publisher",
        description = {
            "Writes publisher.json of your repository: the hotkeys that publish, and revoked ones, signed by the coldkey.",
            "Users who have pinned your coldkey with `weir trust --coldkey` follow it."
        },
        sortOptions = false)
public final class PublisherCommand implements Runnable {

    @Option(names = "--repo", required = true, paramLabel = "DIRECTORY", description = "Your repository.")
    private Path directory;

    @Option(names = "--coldkey", paramLabel = "SS58", description = "Coldkey that signs; needed the first time.")
    private String coldkey;

    @Option(names = "--add", paramLabel = "SS58", description = "Hotkey that publishes from now on.")
    private String add;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "End of the validity of --add, for example 2027-12-31T00:00:00Z.")
    private String until;

    @Option(names = "--revoke", paramLabel = "SS58", description = "Hotkey that must not publish any more.")
    private String revoke;

    @Option(
            names = "--sequence-floor",
            paramLabel = "N",
            description = {
                "First sequence that its successor publishes: that of your own last head plus 1. Later heads of the",
                "revoked key are not yours, whatever their sequence."
            })
    private long sequenceFloor;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is revoked; one line for your users.")
    private String reason;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        if (add == null && revoke == null) {
            throw WeirException.usage("nothing to change", "Give --add SS58 or --revoke SS58.");
        }
        if (revoke != null && (sequenceFloor < 1 || reason == null)) {
            throw WeirException.usage(
                    "--revoke needs --sequence-floor N and --reason TEXT",
                    "N is the sequence of your own last head plus 1; `weir verify " + directory + "` shows it.");
        }
        PublisherFile written = new PublisherWriter(directory, Clock.systemUTC())
                .write(
                        Optional.ofNullable(coldkey).map(text -> Verifiers.key("--coldkey", text)),
                        new PublisherWriter.Change(
                                Optional.ofNullable(add).map(text -> Verifiers.key("--add", text)),
                                Optional.ofNullable(until).map(PublisherCommand::time),
                                Optional.ofNullable(revoke).map(text -> Verifiers.key("--revoke", text)),
                                sequenceFloor,
                                reason),
                        signing.coldkeySigner());
        json.show(
                JsonParser.parseString(new String(written.toBytes(), StandardCharsets.UTF_8)),
                () -> System.out.println("publisher.json of " + written.coldkey() + ": serial " + written.serial()
                        + ", " + written.hotkeys().size() + " hotkeys, "
                        + written.revoked().size() + " revoked. Copy the directory to your web server."));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw WeirException.usage("--until '" + text + "' is no time", "Give 2027-12-31T00:00:00Z, for example.");
        }
    }
}
