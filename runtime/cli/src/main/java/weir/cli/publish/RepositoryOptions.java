package weir.cli.publish;

import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.cli.share.JsonOption;
import weir.cli.share.ShareJson;
import weir.cli.share.Verifiers;
import weir.share.repository.RepositoryPublisher;
import weir.share.repository.RepositoryPublisher.Request;
import weir.share.repository.VerifiedRepository;

/** Options of the commands that publish a repository. */
final class RepositoryOptions {

    /** Days until a head expires. */
    static final int DAYS = 90;

    @Option(names = "--repo", required = true, paramLabel = "DIRECTORY", description = "Your repository.")
    private Path directory;

    @Mixin
    private ExpiryOption expiry;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private JsonOption json;

    Path directory() {
        return directory;
    }

    ExpiryOption expiry() {
        return expiry;
    }

    VerifiedRepository publish(Request request) {
        return new RepositoryPublisher(directory, Verifiers.jars(), Clock.systemUTC())
                .publish(request, signing.signer());
    }

    void show(VerifiedRepository published, Runnable asText) {
        json.show(ShareJson.json(published), asText);
    }
}
