package weir.axon.internal.auth;

import java.time.Duration;
import weir.axon.internal.HttpError;

/** For development, without a hotkey: accepts every request from the loopback address and rejects all others. */
public final class LoopbackAuthenticator implements Authenticator {

    private static final AuthContext UNSIGNED = new AuthContext() {
        @Override
        public double stake() {
            return 0;
        }

        @Override
        public void verifyBody(byte[] body) {
            // Nothing is signed.
        }
    };

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        if (request.address().isLoopbackAddress()) {
            return UNSIGNED;
        }
        throw HttpError.forbidden("This axon has no hotkey and answers its own machine only");
    }
}
