package weir.share.fetch;

import java.time.InstantSource;
import java.util.Optional;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.publisher.PublisherFile;
import weir.share.publisher.PublisherFile.Revocation;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;

/**
 * Follows the {@code publisher.json} of publishers whose coldkey the operator has pinned: freezes a publisher whose hotkey was revoked,
 * and replaces the hotkey when its successor has signed the head. Without a pinned coldkey, the file has no effect.
 */
final class PublisherKeys {

    private final TrustFile trustFile;
    private final InstantSource clock;

    PublisherKeys(TrustFile trustFile, InstantSource clock) {
        this.trustFile = trustFile;
        this.clock = clock;
    }

    /**
     * Applies the file of a repository.
     *
     * @return the publisher with the key that must have signed the head
     * @throws WeirException if the file is malformed, not signed by the coldkey, or older than the known one
     */
    Trust.Publisher apply(Trust.Publisher publisher, RepositorySource source) {
        Optional<PublisherFile> file =
                publisher.coldkey().flatMap(coldkey -> PublisherFile.read(source, PublicKey.ofSs58(coldkey)));
        if (file.isEmpty()) {
            return publisher;
        }
        PublisherFile keys = file.get();
        requireNotOlder(publisher, keys, source);
        PublicKey hotkey = PublicKey.ofSs58(publisher.ss58());
        PublicKey signer =
                VerifiedRepository.readHead(source, Optional.empty()).head().publisher();
        Optional<Revocation> revocation = keys.revocation(hotkey);
        boolean isSuccessor = !signer.equals(hotkey) && keys.permits(signer, clock.instant());
        if (isSuccessor && !keys.permits(hotkey, clock.instant())) {
            return replace(publisher, keys, signer, revocation);
        }
        String ss58 = publisher.ss58();
        return trustFile
                .update("publisher.json of " + ss58 + ": serial " + keys.serial(), trust -> {
                    Trust.Publisher known = trust.publisher(ss58).orElse(publisher);
                    requireNotOlder(known, keys, source);
                    Trust.Publisher changed = known.withSerial(keys.serial());
                    return trust.with(revocation
                            .map(each -> changed.frozen(
                                    "its hotkey was revoked by its coldkey at " + each.at() + ": " + each.reason()))
                            .orElse(changed));
                })
                .publisher(ss58)
                .orElseThrow();
    }

    private Trust.Publisher replace(
            Trust.Publisher publisher, PublisherFile keys, PublicKey successor, Optional<Revocation> revocation) {
        String action = "replace hotkey " + publisher.ss58() + " of " + publisher.alias() + " by " + successor
                + ", signed by coldkey " + keys.coldkey();
        return trustFile
                .update(action, trust -> {
                    if (trust.publisher(successor.ss58()).isPresent()) {
                        throw WeirException.failed(
                                successor + ", the new hotkey of " + publisher.alias() + ", is trusted already as "
                                        + trust.publisher(successor.ss58())
                                                .get()
                                                .alias(),
                                "Remove one of the two with `weir trust remove`.");
                    }
                    Trust.Publisher known = trust.publisher(publisher.ss58()).orElse(publisher);
                    long floor = revocation.map(Revocation::sequenceFloor).orElse(Long.MAX_VALUE);
                    return trust.without(known).with(known.successor(successor.ss58(), keys.serial(), floor));
                })
                .publisher(successor.ss58())
                .orElseThrow();
    }

    private static void requireNotOlder(Trust.Publisher publisher, PublisherFile keys, RepositorySource source) {
        if (keys.serial() < publisher.serial()) {
            throw WeirException.failed(
                    source + " has the old serial " + keys.serial() + " of publisher.json; known is "
                            + publisher.serial(),
                    "Use another mirror.");
        }
    }
}
