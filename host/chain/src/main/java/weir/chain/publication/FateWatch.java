package weir.chain.publication;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import weir.chain.ChainException;
import weir.chain.client.ChainBlock;
import weir.chain.client.ChainClient;
import weir.chain.client.HotkeyState;
import weir.chain.client.Submission;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.extrinsic.SigningContext;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.publication.PublicationResult.Outcome;

/**
 * Reads at each finalised block what became of an extrinsic that a node may have: until the chain has the entry, the nonce is used, or the era
 * is over. Goes on over lost connections, until some minutes after the era. Used once, by one thread.
 */
final class FateWatch {

    private final ChainClient client;
    private final CurrentSession session;
    private final AxonEntry entry;
    private final byte[] extrinsic;
    private final SigningContext context;
    private final Optional<Submission> submission;
    private final Consumer<String> progress;
    private final long lastBlock;

    /**
     * @param submission what the node reports; empty if the connection was cut before its reply
     * @param progress gets what the operator should know meanwhile
     */
    FateWatch(
            ChainClient client,
            CurrentSession session,
            AxonEntry entry,
            byte[] extrinsic,
            SigningContext context,
            Optional<Submission> submission,
            Consumer<String> progress) {
        this.client = client;
        this.session = session;
        this.entry = entry;
        this.extrinsic = extrinsic;
        this.context = context;
        this.submission = submission;
        this.progress = progress;
        this.lastBlock = context.era().birth() + context.era().period() - 1;
    }

    /** Waits for the fate of the extrinsic; if the thread is interrupted, it is unknown. */
    PublicationResult await() {
        Instant deadline = client.now()
                .plus(AxonPublication.BLOCK_TIME.multipliedBy(AxonPublication.ERA_BLOCKS))
                .plus(AxonPublication.DELAY_ALLOWANCE);
        long read = context.era().birth();
        String problem = "";
        while (!Thread.currentThread().isInterrupted()
                && client.earliestConnection().isBefore(deadline)) {
            try {
                ChainBlock block = session.get(deadline).awaitFinalized(read);
                Optional<PublicationResult> fate = fateAt(block, read);
                if (fate.isPresent()) {
                    return fate.get();
                }
                read = block.number();
            } catch (ChainException e) {
                problem = e.getMessage();
                progress.accept(problem);
                session.leaveNode(problem);
            }
        }
        return new PublicationResult(
                Outcome.FATE_UNKNOWN,
                "the extrinsic " + RuntimeSource.hex(ChainRuntime.extrinsicHash(extrinsic))
                        + " was submitted, and it is not known whether it took effect" + after(": ", problem)
                        + ". It can take effect until block " + lastBlock
                        + ". To look, run the command again: it submits nothing if the chain has the address");
    }

    private Optional<PublicationResult> fateAt(ChainBlock block, long before) {
        HotkeyState state = entry.read(session.get(), block);
        if (entry.isIn(state)) {
            return Optional.of(new PublicationResult(
                    Outcome.PUBLISHED, "published " + entry.address() + ", finalised at block " + block.number()));
        }
        if (state.nonce() > context.nonce()) {
            return Optional.of(failedInBlock(block, before));
        }
        if (block.number() >= lastBlock) {
            String status = submission.map(Submission::status).orElse("");
            return Optional.of(new PublicationResult(
                    Outcome.REFUSED,
                    "the extrinsic was in no block until block " + lastBlock + " and is void now"
                            + after("; the node's last status was ", status) + ". Run the command again"));
        }
        return Optional.empty();
    }

    /** The nonce was used after the block {@code before}, and the address is not published. */
    private PublicationResult failedInBlock(ChainBlock block, long before) {
        Optional<String> error;
        try {
            error = session.get().failure(block, before, extrinsic);
        } catch (ChainException e) {
            progress.accept("the reason of the failure is not known: " + e.getMessage());
            error = Optional.empty();
        }
        if (error.isEmpty()) {
            return new PublicationResult(
                    Outcome.REFUSED,
                    "the extrinsic failed, or another one of the hotkey was in a block instead (nonce "
                            + context.nonce() + "); the address is not published. Run the command again");
        }
        String name = error.get();
        Outcome outcome = name.endsWith(".ServingRateLimitExceeded")
                ? Outcome.RATE_LIMITED
                : name.contains(".HotKeyNotRegistered") || name.contains(".NotRegistered")
                        ? Outcome.NOT_REGISTERED
                        : Outcome.REFUSED;
        return new PublicationResult(
                outcome, "the extrinsic is in a block up to " + block.number() + " and failed: " + name);
    }

    private static String after(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }
}
