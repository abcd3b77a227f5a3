package weir.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import weir.base.Hex;
import weir.chain.RecordedChain;
import weir.chain.client.FakeSubtensor;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.extrinsic.Era;
import weir.chain.extrinsic.SigningContext;
import weir.chain.internal.metagraph.FakeNode;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.chain.publication.AxonAddress;
import weir.fixtures.Await;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.vectors.Recorded;

/** A fake node on a real socket, on whose chain the hotkey of the recorded key files is registered, and a wallet of this hotkey. */
final class MinerChain implements AutoCloseable {

    static final String PASSWORD = recorded("password");
    static final PublicKey HOTKEY = PublicKey.ofSs58(Recorded.VECTORS
            .json("bittensor/keyfiles.json")
            .getAsJsonObject()
            .getAsJsonObject("expected")
            .get("ss58")
            .getAsString());
    private static final int EXTRINSIC_HEAD = 2 + 1 + 1 + 32 + 1;
    private static final int SIGNATURE = 64;

    final FakeSubtensor chain = new FakeSubtensor(HOTKEY, Instant.now());
    private final FakeNodeServer server;
    private final Path wallets;

    MinerChain(Path wallets) throws IOException {
        this.wallets = wallets;
        server = new FakeNodeServer(chain.node);
        Files.createDirectories(hotkeys());
        Files.writeString(hotkeys().resolve("defaultpub.txt"), "{\"ss58Address\": \"" + HOTKEY + "\"}");
    }

    private static String recorded(String field) {
        return Recorded.VECTORS
                .json("bittensor/keyfiles.json")
                .getAsJsonObject()
                .get(field)
                .getAsString();
    }

    Path hotkeys() {
        return wallets.resolve("miner/hotkeys");
    }

    /** Makes a recorded key file the private file of the hotkey. */
    void useKeyFile(String name) throws IOException {
        Files.copy(
                Recorded.VECTORS.file("bittensor/keyfiles/" + name), hotkeys().resolve("default"));
    }

    /** Flags of the command. */
    String[] flags(String... more) {
        String[] flags = {
            "--wallet.path",
            wallets.toString(),
            "--wallet.name",
            "miner",
            "--axon.external_ip",
            "203.0.113.7",
            "--subtensor.chain_endpoint",
            server.uri().toString()
        };
        String[] all = Arrays.copyOf(flags, flags.length + more.length);
        System.arraycopy(more, 0, all, flags.length, more.length);
        return all;
    }

    void publish(int lastByte, long block) {
        synchronized (chain.node) {
            chain.publish(new byte[] {(byte) 203, 0, 113, (byte) lastByte}, 8091, block);
        }
    }

    /** Waits until the node has an extrinsic. */
    void awaitSubmission() {
        Await.until("the extrinsic is submitted", () -> {
            synchronized (chain.node) {
                return !chain.extrinsics.isEmpty();
            }
        });
    }

    /** Lets the extrinsic take effect in a finalised block, after checking that its signature is that of the hotkey. */
    void finalise() throws IOException {
        synchronized (chain.node) {
            assertEquals(1, chain.extrinsics.size());
            byte[] extrinsic = Hex.decode(chain.extrinsics.get(0));
            ChainRuntime runtime = RecordedChain.runtime("293-v15");
            AxonAddress address = new AxonAddress(InetAddress.getByName("203.0.113.7"), 8091);
            byte[] call = runtime.encodeCall("SubtensorModule", "serve_axon", address.arguments(FakeSubtensor.NETUID));
            long head = chain.node.head();
            SigningContext context = new SigningContext(
                    Hex.decode(FakeNode.GENESIS),
                    Era.mortal(64, head),
                    Hex.decode(chain.node.hashOf(head)),
                    chain.nonce(),
                    BigInteger.ZERO);
            byte[] signature = Arrays.copyOfRange(extrinsic, EXTRINSIC_HEAD, EXTRINSIC_HEAD + SIGNATURE);
            assertTrue(Sr25519.verify(HOTKEY, runtime.bytesToSign(call, context), signature), "valid signature");
            chain.setNonce(chain.nonce() + 1);
            publish(7, head);
            chain.node.makeBlocks(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
