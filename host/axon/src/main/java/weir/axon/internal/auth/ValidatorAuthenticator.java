package weir.axon.internal.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import weir.axon.internal.HttpError;
import weir.axon.internal.limit.AddressRateLimiter;
import weir.axon.internal.limit.ClientNetwork;
import weir.axon.internal.limit.RateLimiter;
import weir.protocol.Sr25519;
import weir.protocol.Ss58;
import weir.protocol.synapse.HeaderNames;

/**
 * Authenticates validators by one of two protocols: {@code btauth/1} (Bittensor SDK 11) if the request has the header
 * {@code X-Bittensor-Version}, otherwise the dendrite's (SDK 10 and before). Signature verification is expensive, so cheap checks
 * run first. A nonce is recorded only after verification. A bad signature counts as {@value #BAD_SIGNATURE_REQUESTS} extra
 * requests against the rate limit of the client's address. Thread-safe.
 */
final class ValidatorAuthenticator implements Authenticator {

    private static final int BAD_SIGNATURE_REQUESTS = 20;

    private final String ownHotkey;
    private final ValidatorAuthorizer authorizer;
    private final ReplayGuard replayGuard;
    private final AddressRateLimiter addressLimiter;
    private final RateLimiter hotkeyLimiter;
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
            AddressRateLimiter addressLimiter,
            RateLimiter hotkeyLimiter) {
        this.ownHotkey = ownHotkey;
        this.authorizer = authorizer;
        this.replayGuard = replayGuard;
        this.addressLimiter = addressLimiter;
        this.hotkeyLimiter = hotkeyLimiter;
    }

    @Override
    public void admit(InetAddress address) throws HttpError {
        addressLimiter.acquire(ClientNetwork.of(address));
    }

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        List<ClientNetwork> networks = ClientNetwork.of(request.address());
        return request.headers().apply(HeaderNames.BTAUTH_VERSION) == null
                ? authenticateDendrite(DendriteHeaders.parse(request.headers()), timeout, networks)
                : authenticateBtAuth(BtAuthHeaders.parse(request.headers()), request, networks);
    }

    private AuthContext authenticateDendrite(DendriteHeaders sender, Duration timeout, List<ClientNetwork> networks)
            throws HttpError {
        double stake = authorizer.authorize(sender.hotkey());
        replayGuard.requireFresh(sender, timeout);
        replayGuard.requireUnused(sender);
        if (!isSigned(sender.hotkey(), sender.signedPayload(ownHotkey), sender.signature())) {
            addressLimiter.countExtraRequests(networks, BAD_SIGNATURE_REQUESTS);
            throw HttpError.notVerified("Signature mismatch: it must be sr25519 by the hotkey of the headers over"
                    + " nonce.hotkey.receiver.uuid.body_hash, with the receiver " + ownHotkey);
        }
        replayGuard.recordNonce(sender);
        hotkeyLimiter.acquire(sender.hotkey(), 1);
        return new AuthContext(stake, body -> {});
    }

    private AuthContext authenticateBtAuth(BtAuthHeaders sender, RequestHead request, List<ClientNetwork> networks)
            throws HttpError {
        if (!ownHotkey.equals(sender.receiver())) {
            throw HttpError.notVerified("WrongReceiver: " + HeaderNames.BTAUTH_RECEIVER + " must be " + ownHotkey);
        }
        double stake = authorizer.authorize(sender.hotkey());
        replayGuard.requireFresh(sender);
        replayGuard.requireUnused(sender);
        return new AuthContext(stake, body -> {
            byte[] message = sender.signedPayload(request.method(), request.target(), body);
            if (!isSigned(sender.hotkey(), message, sender.signature())) {
                addressLimiter.countExtraRequests(networks, BAD_SIGNATURE_REQUESTS);
                throw HttpError.notVerified("BadSignature: it must be sr25519 over the btauth/1 payload");
            }
            replayGuard.recordNonce(sender);
            hotkeyLimiter.acquire(sender.hotkey(), 1);
        });
    }

    private boolean isSigned(String hotkey, byte[] message, byte[] signature) {
        verificationPermits.acquireUninterruptibly();
        try {
            return Sr25519.verify(Ss58.decode(hotkey), message, signature);
        } finally {
            verificationPermits.release();
        }
    }
}
