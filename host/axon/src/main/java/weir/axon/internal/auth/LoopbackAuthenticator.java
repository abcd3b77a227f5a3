package weir.axon.internal.auth;

import java.time.Duration;
import java.util.Optional;
import weir.axon.internal.HttpError;

/** Accepts requests from the loopback address without authentication and rejects all others. Used if no hotkey is configured. */
public final class LoopbackAuthenticator implements Authenticator {

    @Override
    public AuthContext authenticate(RequestHead request, Duration timeout) throws HttpError {
        if (request.address().isLoopbackAddress()) {
            return new AuthContext(Optional.empty(), 0, body -> {});
        }
        throw HttpError.forbidden("This axon has no hotkey and answers its own machine only");
    }
}
