package weir.axon.internal;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import weir.axon.internal.wire.BodyBudget;

/** Gives a body's memory back when the last byte of its answer is written or will never be: each exchange ends so, once. */
final class ReturnOfShare implements AsyncListener {

    private final BodyBudget.Share share;

    ReturnOfShare(BodyBudget.Share share) {
        this.share = share;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        share.giveBack();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // There is none; the connection's own deadlines complete the exchange.
    }

    @Override
    public void onError(AsyncEvent event) {
        // Completed afterwards.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Begun once.
    }
}
