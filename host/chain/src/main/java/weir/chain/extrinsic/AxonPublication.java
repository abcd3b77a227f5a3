package weir.chain.extrinsic;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.base.Hex;
import weir.chain.AxonInfo;
import weir.chain.ChainException;
import weir.chain.extrinsic.PublicationResult.Outcome;
import weir.chain.internal.metagraph.RuntimeSource;
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

    private static final Duration BLOCK = Duration.ofSeconds(12);
    /** Time to reach a node again after the era has ended. */
    private static final Duration GRACE = Duration.ofMinutes(3);

    private static final Pattern CUSTOM_ERROR = Pattern.compile("Custom error: (\\d+)");

    private final ChainClient client;
    private final int netuid;
    private final PublicKey hotkey;
    private final AxonAddress address;
    private final KeyOpener keys;
    private final Consumer<String> progress;
    private ChainSession session;

    /** Opens the private key of the hotkey. Called at most once, and only if there is something to sign. */
    @FunctionalInterface
    public interface KeyOpener {
        Signer open() throws KeyFileException;
    }

    /** An extrinsic before it is signed. */
    private record Unsigned(ChainRuntime runtime, byte[] call, SigningContext context) {}

    /** An extrinsic that a node may have. */
    private record Signed(byte[] extrinsic, SigningContext context, Optional<Submission> submission) {

        long eraEnd() {
            return context.era().birth() + ERA_BLOCKS;
        }
    }

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
        this.netuid = netuid;
        this.hotkey = hotkey;
        this.address = address;
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * Publishes the address if the chain does not have it.
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
            closeSession();
        }
    }

    private PublicationResult attempt(boolean waitsForLimit, boolean isDryRun) throws KeyFileException {
        connectToAnyNode();
        Optional<PublicationResult> unneeded = check(waitsForLimit);
        if (unneeded.isPresent()) {
            return unneeded.get();
        }
        Unsigned unsigned = prepare();
        if (isDryRun) {
            return new PublicationResult(Outcome.NOT_SIGNED, describe(unsigned));
        }
        Signer signer = keys.open();
        if (!signer.publicKey().equals(hotkey)) {
            return new PublicationResult(
                    Outcome.NO_KEY,
                    "the private key is that of " + signer.publicKey() + ", not of the hotkey " + hotkey);
        }
        return submit(prepareAgain(), signer, true);
    }

    /** The password prompt may have taken longer than the node keeps a connection, or than the chain keeps its runtime. */
    private Unsigned prepareAgain() {
        try {
            return prepare();
        } catch (ChainException e) {
            if (e.reason() != ChainException.Reason.UNREACHABLE) {
                throw e;
            }
            progress.accept(e.getMessage());
            closeSession();
            connectToAnyNode();
            return prepare();
        }
    }

    private void connectToAnyNode() {
        for (int attempts = 1; session == null; attempts++) {
            try {
                session = client.connect();
            } catch (ChainException e) {
                if (attempts >= client.nodeCount() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                progress.accept(e.getMessage());
            }
        }
    }

    /** Returns why there is nothing to submit; empty if the address can be published now. */
    private Optional<PublicationResult> check(boolean waitsForLimit) {
        ChainBlock block = session.awaitFinalized(-1);
        while (true) {
            if (!session.isRegistered(block, netuid, hotkey)) {
                return Optional.of(new PublicationResult(
                        Outcome.NOT_REGISTERED,
                        "the hotkey " + hotkey + " is not registered in subnet " + netuid + " at block "
                                + block.number() + "; register it first"));
            }
            Optional<AxonInfo> published = session.axon(block, netuid, hotkey);
            if (published.isPresent() && address.isEqualTo(published.get())) {
                return Optional.of(new PublicationResult(
                        Outcome.EQUAL,
                        "the chain has " + address + " already, since block "
                                + published.get().block()));
            }
            long remaining = published.isEmpty()
                    ? 0
                    : published.get().block() + session.servingRateLimit(block, netuid) - block.number();
            if (remaining <= 0) {
                return Optional.empty();
            }
            String limit = "the address was published at block "
                    + published.get().block() + "; the next publication is possible in " + remaining + " blocks, about "
                    + (remaining * BLOCK.toSeconds() + 59) / 60 + " minutes";
            if (!waitsForLimit) {
                return Optional.of(new PublicationResult(Outcome.RATE_LIMITED, limit));
            }
            progress.accept(limit);
            long wanted = block.number() + remaining;
            while (block.number() < wanted) {
                block = session.awaitFinalized(block.number());
            }
        }
    }

    /** The era begins with a finalised block, which cannot be retracted; the runtime is that of the next block. */
    private Unsigned prepare() {
        ChainBlock block = session.awaitFinalized(-1);
        ChainRuntime runtime = session.runtime();
        byte[] call = runtime.encodeCall("SubtensorModule", "serve_axon", address.arguments(netuid));
        SigningContext context = new SigningContext(
                session.genesisHash(),
                Era.mortal(ERA_BLOCKS, block.number()),
                Hex.decode(block.hash()),
                session.nextNonce(hotkey),
                BigInteger.ZERO);
        runtime.bytesToSign(call, context); // Refuses extensions that Weir does not know.
        return new Unsigned(runtime, call, context);
    }

    private String describe(Unsigned unsigned) {
        StringBuilder text = new StringBuilder("SubtensorModule.serve_axon, spec version ")
                .append(unsigned.runtime.specVersion())
                .append('\n');
        for (Map.Entry<String, Object> argument : address.arguments(netuid).entrySet()) {
            text.append("  ").append(argument.getKey()).append(' ').append(argument.getValue());
            text.append(argument.getKey().equals("ip") ? " (" + address.ip().getHostAddress() + ")\n" : "\n");
        }
        Era era = unsigned.context.era();
        return text.append("signed by ")
                .append(hotkey)
                .append(", nonce ")
                .append(unsigned.context.nonce())
                .append(", valid from block ")
                .append(era.birth())
                .append(" to ")
                .append(era.birth() + era.period() - 1)
                .append(", tip 0")
                .toString();
    }

    private PublicationResult submit(Unsigned unsigned, Signer signer, boolean mayRepeat) {
        byte[] signature = signer.sign(unsigned.runtime.bytesToSign(unsigned.call, unsigned.context));
        byte[] extrinsic = unsigned.runtime.signedExtrinsic(unsigned.call, unsigned.context, hotkey, signature);
        progress.accept(
                "submitting " + RuntimeSource.hex(ChainRuntime.extrinsicHash(extrinsic)) + " to " + session.endpoint());
        try {
            return watch(new Signed(extrinsic, unsigned.context, Optional.of(session.submit(extrinsic))));
        } catch (ChainException e) {
            if (e.reason() == ChainException.Reason.REFUSED) {
                // The node has not taken it, so that another extrinsic may have its nonce.
                boolean isSignature = e.getMessage().contains("bad signature");
                if (mayRepeat && isSignature && session.runtime().specVersion() != unsigned.runtime.specVersion()) {
                    progress.accept("the runtime was upgraded meanwhile; the extrinsic is signed again");
                    return submit(prepare(), signer, false);
                }
                return refusedByPool(e.getMessage());
            }
            progress.accept(e.getMessage() + "; reading from the chain what became of the extrinsic");
            closeSession();
            return watch(new Signed(extrinsic, unsigned.context, Optional.empty()));
        }
    }

    /** Numbers of the subnet's errors in the pool: part of its interface, and not in the metadata. */
    private static PublicationResult refusedByPool(String message) {
        Matcher custom = CUSTOM_ERROR.matcher(message);
        String code = custom.find() ? custom.group(1) : "";
        return switch (code) {
            case "10" -> new PublicationResult(Outcome.NOT_REGISTERED, "the hotkey is not registered: " + message);
            case "12" -> new PublicationResult(Outcome.RATE_LIMITED, "the last publication is too recent: " + message);
            default -> new PublicationResult(Outcome.REFUSED, "the chain refuses the extrinsic: " + message);
        };
    }

    /** Reads at each finalised block whether the entry is there, until the nonce is used or the era is over. */
    private PublicationResult watch(Signed signed) {
        Instant deadline = client.now().plus(BLOCK.multipliedBy(ERA_BLOCKS)).plus(GRACE);
        ChainBlock block = new ChainBlock(signed.context.era().birth() - 1, "");
        String problem = "";
        while (!Thread.currentThread().isInterrupted() && client.now().isBefore(deadline)) {
            try {
                if (session == null) {
                    session = client.connect();
                }
                block = session.awaitFinalized(block.number());
                Optional<PublicationResult> fate = fateAt(block, signed);
                if (fate.isPresent()) {
                    return fate.get();
                }
            } catch (ChainException e) {
                problem = e.getMessage();
                progress.accept(problem);
                closeSession();
                if (e.reason() != ChainException.Reason.UNREACHABLE) {
                    break;
                }
            }
        }
        return new PublicationResult(
                Outcome.FATE_UNKNOWN,
                "the extrinsic was submitted, and it is not known whether it took effect" + after(": ", problem)
                        + ". Run the command again: it submits nothing if the chain has the address");
    }

    private Optional<PublicationResult> fateAt(ChainBlock block, Signed signed) {
        Optional<AxonInfo> published = session.axon(block, netuid, hotkey);
        if (published.isPresent() && address.isEqualTo(published.get())) {
            return Optional.of(new PublicationResult(
                    Outcome.PUBLISHED, "published " + address + ", finalised at block " + block.number()));
        }
        if (session.nonce(block, hotkey) > signed.context.nonce()) {
            return Optional.of(failedInBlock(block, signed));
        }
        if (block.number() >= signed.eraEnd() - 1) {
            String status = signed.submission.map(Submission::status).orElse("");
            return Optional.of(new PublicationResult(
                    Outcome.REFUSED,
                    "the extrinsic was in no block before block " + signed.eraEnd() + " and is void now"
                            + after("; the node's last status was ", status) + ". Run the command again"));
        }
        return Optional.empty();
    }

    private PublicationResult failedInBlock(ChainBlock block, Signed signed) {
        String hash = signed.submission.flatMap(Submission::blockHash).orElse(block.hash());
        Optional<String> error;
        try {
            error = session.failureIn(hash, signed.extrinsic);
        } catch (ChainException e) {
            progress.accept("the reason of the failure is not known: " + e.getMessage());
            error = Optional.empty();
        }
        if (error.isEmpty()) {
            return new PublicationResult(
                    Outcome.REFUSED,
                    "the extrinsic failed, or another one of the hotkey was in a block instead (nonce "
                            + signed.context.nonce() + "); the address is not published");
        }
        String name = error.get();
        Outcome outcome = name.endsWith(".ServingRateLimitExceeded")
                ? Outcome.RATE_LIMITED
                : name.contains(".HotKeyNotRegistered") || name.contains(".NotRegistered")
                        ? Outcome.NOT_REGISTERED
                        : Outcome.REFUSED;
        return new PublicationResult(outcome, "the extrinsic is in block " + hash + " and failed: " + name);
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private static String after(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }
}
