package weir.signer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Lets the command report what it has submitted when a signal (Ctrl-C, SIGTERM) ends the process. Without a submission, the process ends as
 * usual, with the exit code of the signal.
 */
final class SignalHandler {

    private static final long REPORT_SECONDS = 5;
    private static final int FATE_UNKNOWN = 7;

    private final Thread command = Thread.currentThread();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final BooleanSupplier isAwaitingFate;

    private SignalHandler(BooleanSupplier isAwaitingFate) {
        this.isAwaitingFate = isAwaitingFate;
    }

    /**
     * Installs a handler for the calling thread.
     *
     * @param isAwaitingFate whether something may have been submitted; asked on another thread
     */
    static SignalHandler install(BooleanSupplier isAwaitingFate) {
        SignalHandler handler = new SignalHandler(isAwaitingFate);
        Runtime.getRuntime().addShutdownHook(new Thread(handler::onShutdown, "weir-signal"));
        return handler;
    }

    /** Ends the process after the command has reported its result. */
    void exit(int code) {
        System.out.flush();
        exitCode.complete(code);
        System.exit(code);
    }

    private void onShutdown() {
        if (exitCode.isDone() || !isAwaitingFate.getAsBoolean()) {
            return;
        }
        command.interrupt();
        int code = FATE_UNKNOWN;
        try {
            code = exitCode.get(REPORT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            System.err.println(
                    "weir: the extrinsic was submitted. Run the command again to see whether it took effect");
        }
        Runtime.getRuntime().halt(code); // An exit code cannot be set in any other way during the shutdown.
    }
}
