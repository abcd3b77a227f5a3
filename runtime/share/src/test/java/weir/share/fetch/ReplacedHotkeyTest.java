package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.installer.BundleIdentity;
import weir.installer.trust.Block;
import weir.installer.trust.Provenance;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.Yank;
import weir.share.TestPublisher;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryPublisher;
import weir.share.update.InstalledBundles.InstalledJar;
import weir.share.update.InstalledSignature;
import weir.share.update.UpdateCheck;

/** What belongs to a publisher after another hotkey has replaced its hotkey. */
class ReplacedHotkeyTest extends PublisherKeysFixture {

    @Test
    void successorUpdatesVerifiesAndWithdrawsWhatTheKeyBeforeHasSigned() throws IOException {
        SharedBundle before = SharedBundle.choose(List.of(known()), wanted("my.hold"), API, NOW);
        List<Provenance> installed = List.of(before.provenance(NOW));
        String hash = before.bundle().sha256();
        write(coldkey, revoke(2));
        Yank yank = new Yank(hash, Severity.STOP, "stolen", Optional.empty());
        successor.publish(repository, NOW, List.of(yank), jar(folder, "my.hold", "1.1.0", "a"));
        fetch();
        Trust trust = trustFile.read();
        Optional<Block> block = Block.of(
                trust,
                hash,
                "my.hold",
                new Version("1.0.0"),
                Optional.of(hotkey.key().ss58()));
        assertEquals(Severity.STOP, block.orElseThrow().severity());
        assertEquals(
                "my.hold 1.1.0",
                UpdateCheck.of(installed, List.of(known()), trustFile.read(), API, NOW, false)
                        .updates()
                        .get(0)
                        .update()
                        .bundle()
                        .toString());
        SharedBundle after = SharedBundle.choose(List.of(known()), wanted("my.hold"), API, NOW);
        after.requireAccepted(installed, Set.of());
        assertEquals(
                new UpdateCheck(List.of(), List.of()),
                UpdateCheck.of(
                        List.of(installed.get(0), after.provenance(NOW)),
                        List.of(known()),
                        trustFile.read(),
                        API,
                        NOW,
                        false),
                "both versions are installed");
        assertEquals(
                "signed by alice (" + successor.key().ss58() + ")",
                new InstalledSignature(trust, new JarCache(folder.resolve("home/data")), source())
                        .verify(
                                new InstalledJar(folder, hash, Optional.of(installed.get(0))),
                                new BundleIdentity("my.hold", new Version("1.0.0")),
                                installed));
    }

    /** One repository has a head of the new hotkey already, the other one still that of the old hotkey. */
    @Test
    void secondRepositoryDoesNotBringAReplacedHotkeyBack() throws IOException {
        Path second = folder.resolve("second");
        new RepositoryPublisher(second, TestPublisher.VERIFIER, () -> NOW)
                .publish(
                        new RepositoryPublisher.Request(
                                Optional.of(hotkey.key()),
                                Optional.of("other"),
                                List.of(jar(folder, "my.other", "1.0.0", "a")),
                                List.of(),
                                Duration.ofDays(1)),
                        hotkey);
        for (String file : List.of("publisher.json", "publisher.json.sig")) {
            Files.copy(repository.resolve(file), second.resolve(file));
        }
        fetcher.fetch(alice(), "other", List.of(second.toString()));
        write(coldkey, revoke(2));
        successor.publish(repository);
        for (String file : List.of("publisher.json", "publisher.json.sig")) {
            Files.copy(repository.resolve(file), second.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        List<RepositoryFetcher.Problem> problems = fetcher.fetchAll();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).message().contains("trusted is " + successor.key()), problems::toString);
        assertEquals(
                List.of(successor.key().ss58()),
                trustFile.read().publishers().stream()
                        .map(Trust.Publisher::ss58)
                        .toList());
        new PublisherKeys(trustFile, () -> NOW).apply(alice(), new DirectorySource(repository));
        assertEquals(1, trustFile.read().publishers().size());
    }

    /** Commands read the publisher, then wait for its server; meanwhile another one removes or replaces it. */
    @Test
    void publisherThatWasRemovedOrReplacedMeanwhileIsNotAddedAgain() {
        Trust.Publisher stale = alice();
        PublisherKeys keys = new PublisherKeys(trustFile, () -> NOW);
        write(coldkey, revoke(2));
        successor.publish(repository);
        fetch();
        assertEquals(
                successor.key().ss58(),
                keys.apply(stale, new DirectorySource(repository)).ss58());
        assertEquals(1, trustFile.read().publishers().size());
        trustFile.update("remove", trust -> trust.without(alice()));
        WeirException removed =
                assertThrows(WeirException.class, () -> keys.apply(stale, new DirectorySource(repository)));
        assertTrue(removed.getMessage().contains("is not trusted any more"), removed::getMessage);
        assertEquals(List.of(), trustFile.read().publishers());
    }

    @Test
    void withdrawalsOfTheKeyBeforeHoldUntilTheSuccessorsHeadIsFetched() {
        String hash = known().state().bundles().get(0).sha256();
        hotkey.publish(repository, NOW, List.of(new Yank(hash, Severity.STOP, "late", Optional.empty())));
        fetch();
        Trust.Repository kept = alice().successor("5N", 2, 1).repositories().get(0);
        assertEquals(0, kept.sequence());
        assertEquals(List.of(new Yank(hash, Severity.STOP, "late", Optional.empty(), true)), kept.yanked());
        assertEquals(Optional.of(NOW.plus(Duration.ofDays(90))), kept.expires());
    }
}
