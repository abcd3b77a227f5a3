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

    private static final String REVOKED = "its hotkey was revoked by its coldkey";

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
     * @throws WeirException if the file is malformed, not signed by the coldkey, or older than the known one; if it is missing although one
     *     is known; or if it does not permit the hotkey now
     */
    Trust.Publisher apply(Trust.Publisher publisher, RepositorySource source) {
        Optional<PublisherFile> file =
                publisher.coldkey().flatMap(coldkey -> PublisherFile.read(source, PublicKey.ofSs58(coldkey)));
        if (file.isEmpty()) {
            requireNoneKnown(publisher, source);
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
        Trust.Publisher changed = trustFile
                .update("publisher.json of " + ss58 + ": serial " + keys.serial(), trust -> {
                    Trust.Publisher known = require(trust, ss58);
                    requireNotOlder(known, keys, source);
                    Trust.Publisher newer = known.withSerial(keys.serial());
                    return trust.with(
                            revocation.map(each -> newer.frozen(reason(each))).orElse(newer));
                })
                .publisher(ss58)
                .orElseThrow();
        if (changed.frozen().isEmpty() && !keys.permits(hotkey, clock.instant())) {
            throw WeirException.failed(
                    source + ": publisher.json does not permit the hotkey " + ss58 + " of " + changed.alias()
                            + ": it is not listed, or not valid now",
                    "Ask the publisher for a head of a permitted hotkey.");
        }
        return changed;
    }

    /** The publisher of a hotkey. Only commands add publishers, so one that was removed meanwhile is not added again. */
    static Trust.Publisher require(Trust trust, String ss58) {
        return trust.publisher(ss58)
                .orElseThrow(() ->
                        WeirException.failed(ss58 + " is not trusted any more", "Trust it with `weir trust` before."));
    }

    private static String reason(Revocation revocation) {
        return REVOKED + " at " + revocation.at() + ": " + revocation.reason();
    }

    /** Whether a publisher is frozen because its coldkey has revoked its hotkey. */
    static boolean isRevoked(Trust.Publisher publisher) {
        return publisher.frozen().filter(reason -> reason.startsWith(REVOKED)).isPresent();
    }

    private Trust.Publisher replace(
            Trust.Publisher publisher, PublisherFile keys, PublicKey successor, Optional<Revocation> revocation) {
        String action = "replace hotkey " + publisher.ss58() + " of " + publisher.alias() + " by " + successor
                + ", signed by coldkey " + keys.coldkey();
        return trustFile
                .update(action, trust -> {
                    Optional<Trust.Publisher> trusted = trust.publisher(successor.ss58());
                    if (trusted.filter(each -> each.owns(publisher.ss58())).isPresent()) {
                        return trust; // another command was faster
                    }
                    if (trusted.isPresent()) {
                        throw WeirException.failed(
                                successor + ", the new hotkey of " + publisher.alias() + ", is trusted already as "
                                        + trusted.get().alias(),
                                "Remove one of the two with `weir trust remove`.");
                    }
                    Trust.Publisher known = require(trust, publisher.ss58());
                    long floor = revocation.map(Revocation::sequenceFloor).orElse(Long.MAX_VALUE);
                    return trust.without(known).with(known.successor(successor.ss58(), keys.serial(), floor));
                })
                .publisher(successor.ss58())
                .orElseThrow();
    }

    /** A thief of the hotkey who controls the server could otherwise delete the file that revokes it. */
    private static void requireNoneKnown(Trust.Publisher publisher, RepositorySource source) {
        if (publisher.coldkey().isPresent() && publisher.serial() > 0) {
            throw WeirException.failed(
                    source + " has no publisher.json; serial " + publisher.serial() + " is known",
                    "Use another mirror.");
        }
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
