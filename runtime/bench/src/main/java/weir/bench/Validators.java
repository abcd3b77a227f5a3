package weir.bench;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import weir.demo.Dendrite;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;

/** Validators with keys of their own that ask one miner, and one who is no validator. */
final class Validators implements AutoCloseable {

    private final List<KeyPair> keys = new ArrayList<>();
    private final KeyPair stranger = KeyPair.ofMiniSecret(random());
    private final String miner = PublicKey.of(random()).ss58();

    Validators(int count) {
        for (int i = 0; i < count; i++) {
            keys.add(KeyPair.ofMiniSecret(random()));
        }
    }

    /** The address of the miner that they ask; nobody needs its secret. */
    String miner() {
        return miner;
    }

    List<PublicKey> publicKeys() {
        return keys.stream().map(KeyPair::publicKey).toList();
    }

    /** A validator's dendrite, with the time as its nonces. */
    Dendrite dendrite(int validator, int port) {
        return new Dendrite(keys.get(validator), port, miner);
    }

    /** A validator's dendrite, with nonces of another clock. */
    Dendrite dendrite(int validator, int port, LongSupplier nonces) {
        return new Dendrite(keys.get(validator), port, miner, nonces);
    }

    /** A dendrite that signs well and is not registered. */
    Dendrite stranger(int port) {
        return new Dendrite(stranger, port, miner);
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        keys.forEach(KeyPair::close);
        stranger.close();
    }
}
