package weir.bench.load;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;
import weir.protocol.synapse.Dendrite;

/** Keys of validators that query one miner, and an unregistered key. */
public final class Validators implements AutoCloseable {

    private final List<KeyPair> keys = new ArrayList<>();
    private final KeyPair unregistered = KeyPair.ofMiniSecret(random());
    private final String miner = PublicKey.of(random()).ss58();

    public Validators(int count) {
        for (int i = 0; i < count; i++) {
            keys.add(KeyPair.ofMiniSecret(random()));
        }
    }

    /** The address of the miner; it has no secret key. */
    public String miner() {
        return miner;
    }

    public List<PublicKey> publicKeys() {
        return keys.stream().map(KeyPair::publicKey).toList();
    }

    /** A validator's client whose nonces are the present time. */
    public Dendrite dendrite(int validator, int port) {
        return new Dendrite(keys.get(validator), port, miner);
    }

    /** A validator's client with nonces of another clock. */
    public Dendrite dendrite(int validator, int port, LongSupplier nonces) {
        return new Dendrite(keys.get(validator), port, miner, nonces);
    }

    /** A client that signs with the unregistered key. */
    public Dendrite unregistered(int port) {
        return new Dendrite(unregistered, port, miner);
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        keys.forEach(KeyPair::close);
        unregistered.close();
    }
}
