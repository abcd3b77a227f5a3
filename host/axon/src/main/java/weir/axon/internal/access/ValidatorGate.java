package weir.axon.internal.access;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import weir.axon.internal.wire.Refusal;
import weir.protocol.Sr25519;
import weir.protocol.Ss58;

/**
 * Lets validators in, by either protocol: a request with {@code X-Bittensor-Version} is SDK 11's {@code btauth/1}, any
 * other a dendrite's. In order: address limit, headers, permission, nonce window, replay, signature, replay again, hotkey
 * limit. The dear one is the signature: what is cheap comes first, only what it has verified is remembered, and one that is
 * wrong is charged to its address. Thread-safe.
 */
final class ValidatorGate implements Gate {

    /** A verification takes the time of some requests that are refused without one; nobody in good faith needs many. */
    private static final int FORGERY = 20;

    private final String receiver;
    private final Permission permission;
    private final Nonces nonces;
    private final AddressLimit perAddress;
    private final RateLimit perHotkey;
    /** One signature a core, first come first served: more at once end no sooner, and some of them much later (ADR 35). */
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param receiver our own hotkey
     * @param perAddress counts every request, before anything is known of it
     * @param perHotkey counts verified requests only, so that nobody can use up another's allowance
     */
    ValidatorGate(String receiver, Permission permission, Nonces nonces, AddressLimit perAddress, RateLimit perHotkey) {
        this.receiver = receiver;
        this.permission = permission;
        this.nonces = nonces;
        this.perAddress = perAddress;
        this.perHotkey = perHotkey;
    }

    @Override
    public void arrive(String address) throws Refusal {
        perAddress.take(Network.of(address));
    }

    @Override
    public Pass enter(Head request, Duration timeout) throws Refusal {
        List<Network> networks = Network.of(request.address());
        return request.headers().get(BtAuthHeaders.VERSION) == null
                ? dendrite(DendriteHeaders.read(request.headers()), timeout, networks)
                : btauth(BtAuthHeaders.read(request.headers()), request, networks);
    }

    private Pass dendrite(DendriteHeaders who, Duration timeout, List<Network> networks) throws Refusal {
        double stake = permission.stake(who.hotkey());
        nonces.requireFresh(who, timeout);
        nonces.requireUnspent(who);
        if (!verify(who.hotkey(), who.message(receiver), who.signature())) {
            perAddress.charge(networks, FORGERY);
            throw new NotVerified("Signature mismatch: it must be sr25519 by the hotkey of the headers over"
                    + " nonce.hotkey.receiver.uuid.body_hash, with the receiver " + receiver);
        }
        nonces.spend(who);
        perHotkey.take(who.hotkey(), 1);
        return new Entered(stake, body -> {});
    }

    private Pass btauth(BtAuthHeaders who, Head request, List<Network> networks) throws Refusal {
        if (!receiver.equals(who.receiver())) {
            throw new NotVerified("WrongReceiver: X-Bittensor-Receiver must be " + receiver);
        }
        double stake = permission.stake(who.hotkey());
        nonces.requireFresh(who);
        nonces.requireUnspent(who);
        return new Entered(stake, body -> {
            byte[] message = who.message(request.method(), request.target(), body);
            if (!verify(who.hotkey(), message, who.signature())) {
                perAddress.charge(networks, FORGERY);
                throw new NotVerified("BadSignature: it must be sr25519 over the btauth/1 payload");
            }
            nonces.spend(who);
            perHotkey.take(who.hotkey(), 1);
        });
    }

    private boolean verify(String hotkey, byte[] message, byte[] signature) {
        turns.acquireUninterruptibly();
        try {
            return Sr25519.verify(Ss58.decode(hotkey), message, signature);
        } finally {
            turns.release();
        }
    }

    private interface BodyCheck {
        void check(byte[] body) throws Refusal;
    }

    private record Entered(double stake, BodyCheck check) implements Pass {
        @Override
        public void body(byte[] body) throws Refusal {
            check.check(body);
        }
    }
}
