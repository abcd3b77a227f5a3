package weir.axon.internal.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.RejectionLog.Origin;
import weir.axon.internal.limit.LimitedKey;
import weir.axon.internal.limit.RateLimiter;
import weir.protocol.Sr25519;
import weir.protocol.Ss58;
import weir.protocol.synapse.HeaderNames;
import weir.router.Caller;

/**
 * Authenticates validators by one of two protocols: {@code btauth/1} (Bittensor SDK 11) if the request has the header
 * {@code X-Bittensor-Version}, otherwise the dendrite's (SDK 10 and before). Signature verification is expensive, so cheap checks
 * run first. A nonce is recorded only after verification. A bad signature counts as {@value #BAD_SIGNATURE_REQUESTS} extra
 * requests against the rate limit of the client's address. Thread-safe.
 */
final class ValidatorAuthenticator implements Authenticator {

    private static final int BAD_SIGNATURE_REQUESTS = 20;

    /** In place of a dendrite's UUID. */
    private static final String BTAUTH_SENDER = "btauth/1";

    private final String ownHotkey;
    private final ValidatorAuthorizer authorizer;
    private final ReplayGuard replayGuard;
    private final RateLimiter addressLimiter;
    private final RateLimiter hotkeyLimiter;
    private final RejectionLog rejections;
    /** One verification per core, in order of arrival. More at once only make the slowest ones slower (ADR 35). */
    private final Semaphore verificationPermits =
            new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param ownHotkey ss58 address of this axon's hotkey
     * @param addressLimiter counts every request
     * @param hotkeyLimiter counts verified requests only, so that a client cannot use up the limit of another hotkey
     */
    ValidatorAuthenticator(
            String ownHotkey,
            ValidatorAuthorizer authorizer,
            ReplayGuard replayGuard,
            RateLimiter addressLimiter,
            RateLimiter hotkeyLimiter,
            RejectionLog rejections) {
        this.ownHotkey = ownHotkey;
        this.authorizer = authorizer;
        this.replayGuard = replayGuard;
        this.addressLimiter = addressLimiter;
        this.hotkeyLimiter = hotkeyLimiter;
        this.rejections = rejections;
    }

    @Override
    public void checkAddressRate(RequestHead request) throws HttpError {
        reporting(request, Origin.CLAIMED, () -> {
            addressLimiter.acquire(LimitedKey.of(request.address()));
            return null;
        });
    }

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        return request.isBtAuth() ? authenticateBtAuth(request) : authenticateDendrite(request, timeout);
    }

    private interface Check<T> {
        T run() throws HttpError;
    }

    private <T> T reporting(RequestHead request, Origin origin, Check<T> check) throws HttpError {
        try {
            return check.run();
        } catch (HttpError error) {
            rejections.add(request, origin, error);
            throw error;
        }
    }

    private AuthContext authenticateDendrite(RequestHead request, Duration timeout) throws HttpError {
        DendriteHeaders sender = reporting(request, Origin.CLAIMED, () -> DendriteHeaders.parse(request.headers()));
        Check<Void> proof = () -> {
            replayGuard.requireFresh(sender, timeout);
            replayGuard.requireUnused(sender.hotkey(), sender.uuid(), sender.nonce());
            requireSignature(
                    request,
                    sender.hotkey(),
                    sender.signedPayload(ownHotkey),
                    sender.signature(),
                    "Signature mismatch: it must be sr25519 by the hotkey of the headers over"
                            + " nonce.hotkey.receiver.uuid.body_hash, with the receiver " + ownHotkey);
            return null;
        };
        if (authorizer.mayHaveRegistered(sender.hotkey())) {
            throw rejectUnregistered(request, proof);
        }
        double stake = reporting(request, Origin.CLAIMED, () -> {
            double authorizedStake = authorizer.authorize(sender.hotkey());
            proof.run();
            return authorizedStake;
        });
        admitVerified(request, sender.hotkey(), sender.uuid(), sender.nonce());
        return new AuthContext(caller(sender.hotkey(), Caller.Scheme.DENDRITE), stake, body -> {});
    }

    /**
     * Rejects a request of an unknown hotkey. If its signature is valid, the metagraph is read again, so that a validator that has just
     * registered is known at its next request. A client without a key learns and causes nothing.
     */
    private HttpError rejectUnregistered(RequestHead request, Check<Void> proof) {
        HttpError error = ValidatorAuthorizer.unregistered();
        Origin origin = Origin.CLAIMED;
        try {
            proof.run();
            origin = Origin.VERIFIED;
            authorizer.requestRefresh();
        } catch (HttpError notVerified) {
            // The hotkey is rejected in any case.
        }
        rejections.add(request, origin, error);
        return error;
    }

    private AuthContext authenticateBtAuth(RequestHead request) throws HttpError {
        return reporting(request, Origin.CLAIMED, () -> {
            BtAuthHeaders sender = BtAuthHeaders.parse(request.headers());
            if (!ownHotkey.equals(sender.receiver())) {
                throw HttpError.notVerified("WrongReceiver: " + HeaderNames.BTAUTH_RECEIVER + " must be " + ownHotkey);
            }
            if (authorizer.mayHaveRegistered(sender.hotkey())) {
                return new AuthContext(Optional.empty(), 0, body -> {
                    throw rejectUnregistered(request, () -> {
                        requireFreshAndUnused(sender);
                        requireSignature(request, sender, body);
                        return null;
                    });
                });
            }
            double stake = authorizer.authorize(sender.hotkey());
            requireFreshAndUnused(sender);
            return new AuthContext(
                    caller(sender.hotkey(), Caller.Scheme.BTAUTH), stake, body -> verifyBtAuth(request, sender, body));
        });
    }

    private void requireFreshAndUnused(BtAuthHeaders sender) throws HttpError {
        replayGuard.requireFresh(sender);
        replayGuard.requireUnused(sender.hotkey(), BTAUTH_SENDER, sender.nonce());
    }

    private void requireSignature(RequestHead request, BtAuthHeaders sender, byte[] body) throws HttpError {
        requireSignature(
                request,
                sender.hotkey(),
                sender.signedPayload(request.method(), request.target(), body),
                sender.signature(),
                "BadSignature: it must be sr25519 over the btauth/1 payload");
    }

    private void verifyBtAuth(RequestHead request, BtAuthHeaders sender, byte[] body) throws HttpError {
        reporting(request, Origin.CLAIMED, () -> {
            requireSignature(request, sender, body);
            return null;
        });
        admitVerified(request, sender.hotkey(), BTAUTH_SENDER, sender.nonce());
    }

    /** Counts a request whose signature is verified. */
    private void admitVerified(RequestHead request, String hotkey, String sender, long nonce) throws HttpError {
        reporting(request, Origin.VERIFIED, () -> {
            replayGuard.recordNonce(hotkey, sender, nonce);
            hotkeyLimiter.acquire(hotkey);
            return null;
        });
    }

    private static Optional<Caller> caller(String hotkey, Caller.Scheme scheme) {
        return Optional.of(new Caller(hotkey, scheme));
    }

    private void requireSignature(RequestHead request, String hotkey, byte[] message, byte[] signature, String error)
            throws HttpError {
        verificationPermits.acquireUninterruptibly();
        try {
            if (Sr25519.verify(Ss58.decode(hotkey), message, signature)) {
                return;
            }
        } finally {
            verificationPermits.release();
        }
        addressLimiter.countRequests(LimitedKey.of(request.address()), BAD_SIGNATURE_REQUESTS);
        throw HttpError.notVerified(error);
    }
}
