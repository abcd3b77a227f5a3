package weir.chain.publication;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import weir.base.Hex;
import weir.chain.ChainException;
import weir.chain.client.ChainBlock;
import weir.chain.client.ChainClient;
import weir.chain.client.ChainSession;
import weir.chain.client.HotkeyState;
import weir.chain.client.PoolRejection;
import weir.chain.client.Submission;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.extrinsic.Era;
import weir.chain.extrinsic.SigningContext;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.publication.PublicationResult.Outcome;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Signer;

/**
 * Publishes the address of an axon on chain ({@code SubtensorModule.serve_axon}). Only the entry {@code Axons} at a finalised block counts
 * as success: an extrinsic in a block may have failed, and a block may be retracted. An extrinsic is submitted once. After the
 * connection is cut, the entry and the nonce tell what became of it, at the latest when its era ends. Used once, by one thread.
 */
public final class AxonPublication {

    /** Number of blocks in which the extrinsic is valid. */
    static final int ERA_BLOCKS = 64;

    static final Duration BLOCK_TIME = Duration.ofSeconds(12);
    /** Time for lost connections and late blocks, in addition to the usual time of the blocks that are waited for. */
    static final Duration DELAY_ALLOWANCE = Duration.ofMinutes(3);

    private final ChainClient client;
    private final AxonEntry entry;
    private final KeyOpener keys;
    private final Consumer<String> progress;
    private final CurrentSession session;
    private volatile boolean isAwaitingFate;

    /** Opens the private key of the hotkey. Called at most once, and only if there is something to sign. */
    @FunctionalInterface
    public interface KeyOpener {
        /** Opens the private key; may ask for its password. */
        Signer open() throws KeyFileException;
    }

    /** An extrinsic before it is signed, with the finalised block at which its era begins. */
    private record Unsigned(ChainBlock block, ChainRuntime runtime, byte[] call, SigningContext context) {}

    /**
     * @param hotkey from its public key file, or the address of the hotkey
     * @param keys opens the private key of the same hotkey
     * @param progress gets what the operator should know meanwhile
     */
    public AxonPublication(
            ChainClient client,
            int netuid,
            PublicKey hotkey,
            AxonAddress address,
            KeyOpener keys,
            Consumer<String> progress) {
        this.client = client;
        this.entry = new AxonEntry(netuid, hotkey, address);
        this.keys = keys;
        this.progress = progress;
        this.session = new CurrentSession(client, progress);
    }

    /** Whether an extrinsic may have been submitted, and {@link #run} waits for its fate. Thread-safe. */
    public boolean isAwaitingFate() {
        return isAwaitingFate;
    }

    /**
     * Publishes the address if the chain does not have it. If the thread is interrupted, the method returns soon.
     *
     * @param waitsForLimit whether to wait until the rate limit permits the publication
     * @param isDryRun whether to describe the extrinsic instead of signing it
     */
    public PublicationResult run(boolean waitsForLimit, boolean isDryRun) {
        try {
            return attempt(waitsForLimit, isDryRun);
        } catch (ChainException e) {
            return new PublicationResult(
                    switch (e.reason()) {
                        case UNREACHABLE -> Outcome.UNREACHABLE;
                        case REFUSED -> Outcome.REFUSED;
                        case MALFORMED_DATA, UNSUPPORTED_RUNTIME, INVALID_ARGUMENT -> Outcome.UNSUPPORTED_RUNTIME;
                    },
                    e.getMessage() + "; nothing was submitted");
        } catch (KeyFileException e) {
            return new PublicationResult(Outcome.NO_KEY, e.getMessage());
        } finally {
            session.close();
        }
    }

    private PublicationResult attempt(boolean waitsForLimit, boolean isDryRun) throws KeyFileException {
        Optional<PublicationResult> unneeded = check(waitsForLimit);
        if (unneeded.isPresent()) {
            return unneeded.get();
        }
        Unsigned unsigned = prepare();
        if (isDryRun) {
            return new PublicationResult(Outcome.NOT_SIGNED, describe(unsigned));
        }
        Signer signer = keys.open();
        if (!signer.publicKey().equals(entry.hotkey())) {
            return new PublicationResult(
                    Outcome.NO_KEY,
                    "the private key is that of " + signer.publicKey() + ", not of the hotkey " + entry.hotkey());
        }
        return submit(current(unsigned), signer, true);
    }

    /** Returns why there is nothing to submit; empty if the address can be published now. */
    private Optional<PublicationResult> check(boolean waitsForLimit) {
        HotkeyState state = entry.read(session.get(), session.get().awaitFinalized(-1));
        while (true) {
            if (!state.isRegistered()) {
                return Optional.of(new PublicationResult(
                        Outcome.NOT_REGISTERED,
                        "the hotkey " + entry.hotkey() + " is not registered in subnet " + entry.netuid() + " at block "
                                + state.block().number() + "; register it first"));
            }
            if (entry.isIn(state)) {
                return Optional.of(new PublicationResult(
                        Outcome.EQUAL,
                        "the chain has " + entry.address() + " already, since block "
                                + state.axon().orElseThrow().block()));
            }
            long remaining = state.blocksUntilPublication();
            if (remaining == 0) {
                return Optional.empty();
            }
            String limit = "the address was published at block "
                    + state.axon().orElseThrow().block() + "; the next publication is possible in " + remaining
                    + " blocks, about " + (remaining * BLOCK_TIME.toSeconds() + 59) / 60 + " minutes";
            if (!waitsForLimit) {
                return Optional.of(new PublicationResult(Outcome.RATE_LIMITED, limit + ". --wait waits for it"));
            }
            progress.accept(limit);
            state = readAt(state.block().number() + remaining, remaining);
        }
    }

    /** Waits for a block, also over lost connections, and reads the state of the hotkey there. */
    private HotkeyState readAt(long number, long blocks) {
        Instant deadline = client.now().plus(BLOCK_TIME.multipliedBy(blocks)).plus(DELAY_ALLOWANCE);
        while (true) {
            try {
                ChainSession open = session.get(deadline);
                ChainBlock block = open.awaitFinalized(-1);
                while (block.number() < number) {
                    block = open.awaitFinalized(block.number());
                }
                return entry.read(open, block);
            } catch (ChainException e) {
                boolean isOver = Thread.currentThread().isInterrupted()
                        || client.earliestConnection().isAfter(deadline);
                if (isOver || e.reason() != ChainException.Reason.UNREACHABLE) {
                    throw e;
                }
                progress.accept(e.getMessage());
                session.close();
            }
        }
    }

    /** The era begins with a finalised block, which cannot be retracted; the runtime is that of the next block. */
    private Unsigned prepare() {
        ChainBlock block = session.get().awaitFinalized(-1);
        ChainRuntime runtime = session.get().nextRuntime();
        byte[] call = entry.encodeCall(runtime);
        SigningContext context = new SigningContext(
                session.get().genesisHash(),
                Era.mortal(ERA_BLOCKS, block.number()),
                Hex.decode(block.hash()),
                session.get().nextNonce(entry.hotkey()),
                BigInteger.ZERO);
        runtime.bytesToSign(call, context); // Rejects extensions that Weir does not know.
        return new Unsigned(block, runtime, call, context);
    }

    /** The password prompt may have taken longer than the chain keeps its runtime, or than the node keeps a connection. */
    private Unsigned current(Unsigned unsigned) {
        try {
            boolean isCurrent = session.get().awaitFinalized(-1).equals(unsigned.block);
            return isCurrent ? unsigned : prepare();
        } catch (ChainException e) {
            if (e.reason() != ChainException.Reason.UNREACHABLE) {
                throw e;
            }
            progress.accept(e.getMessage());
            session.close();
            return prepare();
        }
    }

    private String describe(Unsigned unsigned) {
        Era era = unsigned.context.era();
        return entry.describeCall() + "\nspec version " + unsigned.runtime.specVersion() + ", signed by "
                + entry.hotkey() + ", nonce " + unsigned.context.nonce() + ", valid from block " + era.birth() + " to "
                + (era.birth() + era.period() - 1) + ", tip 0. Not signed and not submitted (--dry-run)";
    }

    private PublicationResult submit(Unsigned unsigned, Signer signer, boolean mayRepeat) {
        byte[] signature = signer.sign(unsigned.runtime.bytesToSign(unsigned.call, unsigned.context));
        byte[] extrinsic = unsigned.runtime.signedExtrinsic(unsigned.call, unsigned.context, entry.hotkey(), signature);
        progress.accept("submitting " + RuntimeSource.hex(ChainRuntime.extrinsicHash(extrinsic)) + " to "
                + session.get().endpoint());
        Optional<Submission> submission = Optional.empty();
        try {
            isAwaitingFate = true;
            submission = Optional.of(session.get().submit(extrinsic));
        } catch (ChainException e) {
            progress.accept(e.getMessage() + "; reading from the chain what became of the extrinsic");
            session.close();
        }
        Optional<PoolRejection> rejection = submission.flatMap(Submission::rejection);
        if (rejection.isEmpty() || rejection.get().mayBeInPool()) {
            return new FateWatch(client, session, entry, extrinsic, unsigned.context, submission, progress).await();
        }
        // The node has not taken it, so that another extrinsic may have its nonce.
        isAwaitingFate = false;
        if (mayRepeat
                && rejection.get().isBadSignature()
                && session.get().nextRuntime().specVersion() != unsigned.runtime.specVersion()) {
            progress.accept("the runtime was upgraded meanwhile; the extrinsic is signed again");
            return submit(prepare(), signer, false);
        }
        return PublicationResult.rejected(rejection.get());
    }
}
