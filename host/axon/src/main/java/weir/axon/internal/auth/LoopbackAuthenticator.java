package weir.axon.internal.auth;

import java.time.Duration;
import weir.axon.internal.HttpError;

/** Accepts requests from the loopback address without authentication and rejects all others. Used if no hotkey is configured. */
public final class LoopbackAuthenticator implements Authenticator {

    private static final AuthContext UNSIGNED_REQUEST = new AuthContext() {
        @Override
        public double stake() {
            return 0;
        }

        @Override
        public void verifyBody(byte[] body) {
            // There is no signature to verify.
        }
    };

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        if (request.address().isLoopbackAddress()) {
            return UNSIGNED_REQUEST;
        }
        throw HttpError.forbidden("This axon has no hotkey and answers its own machine only");
    }
}
