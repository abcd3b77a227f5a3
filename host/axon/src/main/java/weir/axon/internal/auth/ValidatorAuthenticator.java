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
 * Accepts validators by either protocol: a request with {@code X-Bittensor-Version} uses {@code btauth/1} of SDK 11, any other
 * a dendrite's headers. Signature verification is expensive, so cheap checks run first. A nonce is recorded only after
 * verification; a bad signature counts as {@value #FORGERY_CHARGE} extra requests against the sender's rate limit.
 * Thread-safe.
 */
final class ValidatorAuthenticator implements Authenticator {

    private static final int FORGERY_CHARGE = 20;

    private final String receiver;
    private final ValidatorAuthorizer authorizer;
    private final ReplayGuard replayGuard;
    private final AddressRateLimiter perAddress;
    private final RateLimiter perHotkey;
    /** One verification per core, in order of arrival: more at once only lengthen the tail (ADR 35). */
    private final Semaphore verifications = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param receiver own hotkey
     * @param perAddress counts every request
     * @param perHotkey counts verified requests only, so that no one can use up another hotkey's allowance
     */
    ValidatorAuthenticator(
            String receiver,
            ValidatorAuthorizer authorizer,
            ReplayGuard replayGuard,
            AddressRateLimiter perAddress,
            RateLimiter perHotkey) {
        this.receiver = receiver;
        this.authorizer = authorizer;
        this.replayGuard = replayGuard;
        this.perAddress = perAddress;
        this.perHotkey = perHotkey;
    }

    @Override
    public void admit(InetAddress address) throws HttpError {
        perAddress.acquire(ClientNetwork.of(address));
    }

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        List<ClientNetwork> networks = ClientNetwork.of(request.address());
        return request.headers().apply(HeaderNames.BTAUTH_VERSION) == null
                ? dendrite(DendriteHeaders.read(request.headers()), timeout, networks)
                : btauth(BtAuthHeaders.read(request.headers()), request, networks);
    }

    private AuthContext dendrite(DendriteHeaders sender, Duration timeout, List<ClientNetwork> networks)
            throws HttpError {
        double stake = authorizer.stake(sender.hotkey());
        replayGuard.requireFresh(sender, timeout);
        replayGuard.requireUnused(sender);
        if (!verify(sender.hotkey(), sender.payload(receiver), sender.signature())) {
            perAddress.charge(networks, FORGERY_CHARGE);
            throw HttpError.notVerified("Signature mismatch: it must be sr25519 by the hotkey of the headers over"
                    + " nonce.hotkey.receiver.uuid.body_hash, with the receiver " + receiver);
        }
        replayGuard.use(sender);
        perHotkey.acquire(sender.hotkey(), 1);
        return new Authenticated(stake, body -> {});
    }

    private AuthContext btauth(BtAuthHeaders sender, RequestHead request, List<ClientNetwork> networks)
            throws HttpError {
        if (!receiver.equals(sender.receiver())) {
            throw HttpError.notVerified("WrongReceiver: " + HeaderNames.BTAUTH_RECEIVER + " must be " + receiver);
        }
        double stake = authorizer.stake(sender.hotkey());
        replayGuard.requireFresh(sender);
        replayGuard.requireUnused(sender);
        return new Authenticated(stake, body -> {
            byte[] message = sender.payload(request.method(), request.target(), body);
            if (!verify(sender.hotkey(), message, sender.signature())) {
                perAddress.charge(networks, FORGERY_CHARGE);
                throw HttpError.notVerified("BadSignature: it must be sr25519 over the btauth/1 payload");
            }
            replayGuard.use(sender);
            perHotkey.acquire(sender.hotkey(), 1);
        });
    }

    private boolean verify(String hotkey, byte[] message, byte[] signature) {
        verifications.acquireUninterruptibly();
        try {
            return Sr25519.verify(Ss58.decode(hotkey), message, signature);
        } finally {
            verifications.release();
        }
    }

    private interface BodyCheck {
        void verify(byte[] body) throws HttpError;
    }

    private record Authenticated(double stake, BodyCheck check) implements AuthContext {
        @Override
        public void verifyBody(byte[] body) throws HttpError {
            check.verify(body);
        }
    }
}
