package weir.axon.internal.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import weir.axon.internal.wire.Refusal;

/** For development, without an identity: lets this machine in unasked, and nobody else, whatever the listener is bound to. */
public final class LoopbackGate implements Gate {

    private static final Pass PASS = new Pass() {
        @Override
        public double stake() {
            return 0;
        }

        @Override
        public void body(byte[] body) {
            // Nothing was promised of it.
        }
    };

    @Override
    public Pass enter(Head request, Duration timeout) throws Refusal {
        try {
            if (InetAddress.getByName(request.address()).isLoopbackAddress()) {
                return PASS;
            }
        } catch (UnknownHostException e) {
            // A literal address is not looked up; what is none cannot be this machine's.
        }
        throw new Forbidden("This axon has no hotkey and answers its own machine only");
    }
}
