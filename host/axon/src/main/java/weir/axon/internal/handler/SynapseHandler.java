package weir.axon.internal.handler;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.Authenticator.AuthContext;
import weir.protocol.synapse.RebalanceRequest;
import weir.protocol.synapse.RebalanceResponse.MinerMetadata;
import weir.protocol.synapse.SynapseException;
import weir.protocol.synapse.SynapseFields;
import weir.protocol.synapse.SynapseParser;
import weir.protocol.synapse.SynapseWriter;
import weir.protocol.synapse.VaultRegistration;
import weir.router.Answer;
import weir.router.Router;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.RebalanceQuery;

/**
 * Handles HTTP requests of validators in these steps: rate limit, path, headers, authentication, body, queue, router, response.
 * Each step may throw an {@link HttpError}, which {@link SynapseResponse#sendError} sends. A request occupies a thread while it is
 * verified and while a strategy decides, not while its client is slow.
 */
public final class SynapseHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(SynapseHandler.class);

    /** Memory in bytes that all long bodies share. A body holds its part until its response is sent. ADR 30 derives the value. */
    public static final int LONG_BODY_BUDGET_BYTES = 4 << 20;

    /** Stands for a missing version, strategy or route in the metadata of a response. */
    private static final String MISSING = "-";

    private final Authenticator authenticator;
    private final RequestQueue queue;
    private final SynapseParser parser;
    private final Router router;
    private final VaultRegistration vault;
    private final BodyBudget budget;
    private final ResponseHeaders headers = new ResponseHeaders();

    public SynapseHandler(
            Authenticator authenticator,
            RequestQueue queue,
            SynapseParser parser,
            Router router,
            VaultRegistration vault,
            BodyBudget budget) {
        this.authenticator = authenticator;
        this.queue = queue;
        this.parser = parser;
        this.router = router;
        this.vault = vault;
        this.budget = budget;
    }

    /** Identifies this axon: the {@code bt_header_axon_uuid} of its error responses. */
    public String axonUuid() {
        return headers.axonUuid();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BodyBudget.Reservation reservation = budget.newReservation();
        Callback completion = Callback.from(reservation::release, callback);
        SynapseResponse synapseResponse = new SynapseResponse(request, response, completion, headers);
        try {
            Authenticator.RequestHead head = head(request);
            authenticator.checkAddressRate(head);
            SynapseName synapse =
                    SynapseName.of(request.getMethod(), request.getHttpURI().getPath());
            BodyReader.requireNoEncoding(request);
            Duration timeout = ResponseHeaders.parseTimeout(request);
            AuthContext context = authenticator.authenticate(head, timeout);
            BodyReader.requireAllowedLength(request.getLength());
            new BodyReader(request, reservation, new Exchange(synapseResponse, synapse, timeout, context)).run();
        } catch (HttpError error) {
            rejectAfterBody(request, synapseResponse, error);
        } catch (RuntimeException | Error e) {
            synapseResponse.sendInternalError(e);
        }
        return true;
    }

    private static Authenticator.RequestHead head(Request request) {
        InetSocketAddress client =
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
        return new Authenticator.RequestHead(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                client.getAddress(),
                request.getHeaders()::get);
    }

    /** Sends an error. Reads a short body to its end before, so that the client can use the connection again. */
    private static void rejectAfterBody(Request request, SynapseResponse synapseResponse, HttpError error) {
        if (!BodyReader.isCheapToDiscard(request)) {
            synapseResponse.sendError(error);
            return;
        }
        Content.Source.consumeAll(
                request,
                Callback.from(
                        () -> {
                            synapseResponse.markBodyRead();
                            synapseResponse.sendError(error);
                        },
                        failure -> synapseResponse.sendError(error)));
    }

    /** Processes an authenticated request, from its body to its response. */
    private final class Exchange implements BodyReader.Receiver, RequestQueue.Task {
        private final SynapseResponse response;
        private final SynapseName synapse;
        private final Duration timeout;
        private final AuthContext context;
        private byte[] body;

        Exchange(SynapseResponse response, SynapseName synapse, Duration timeout, AuthContext context) {
            this.response = response;
            this.synapse = synapse;
            this.timeout = timeout;
            this.context = context;
        }

        @Override
        public void accept(byte[] bytes) {
            response.markBodyRead();
            try {
                context.bodyCheck().verify(bytes);
                body = bytes;
                queue.submit(context.stake(), this);
            } catch (HttpError error) {
                response.sendError(error);
            } catch (RuntimeException | Error e) {
                response.sendInternalError(e);
            }
        }

        @Override
        public void run() {
            try {
                response.sendSuccess(responseBody());
            } catch (SynapseException invalid) {
                response.sendError(new HttpError(400, invalid.getMessage()));
            } catch (RuntimeException | Error e) {
                response.sendInternalError(e);
            }
        }

        private byte[] responseBody() throws SynapseException {
            return switch (synapse) {
                case PING -> SynapseWriter.writePong(parser.parsePing(body), response.elapsedSeconds());
                case REBALANCE_QUERY -> positions();
                case VAULT_REGISTRATION_QUERY -> vaultRegistration();
            };
        }

        private byte[] vaultRegistration() throws SynapseException {
            SynapseFields query = parser.parseVaultRegistrationQuery(body);
            router.reportVaultQuery(
                    new VaultQueryEvent(Instant.now(), context.caller(), vault.address(), vault.chainId()));
            return SynapseWriter.writeVaultRegistration(query, vault, response.elapsedSeconds());
        }

        private byte[] positions() throws SynapseException {
            RebalanceRequest request = parser.parseRebalanceQuery(body);
            Answer answer = decide(request.query());
            return SynapseWriter.writeResponse(
                    request, answer.decision(), minerMetadata(answer), response.elapsedSeconds());
        }

        private static MinerMetadata minerMetadata(Answer answer) {
            String info = answer.strategy().orElse(MISSING) + " on "
                    + answer.route().orElse(MISSING) + (answer.isFallback() ? ": fallback, " : ": ")
                    + answer.decision().reason();
            return new MinerMetadata(answer.version().map(Version::toString).orElse(MISSING), info);
        }

        /** Asks the router. If it fails, for example because it was stopped or the heap is full, keeps the current positions. */
        private Answer decide(RebalanceQuery query) {
            Duration remaining = response.remainingTime(timeout);
            if (remaining.isNegative() || remaining.isZero()) {
                return Answer.unavailable("the request waited in the queue past its timeout");
            }
            try {
                return router.decide(query, context.caller(), remaining);
            } catch (RuntimeException | Error e) {
                LOG.error("The router failed; the response keeps the current positions", e);
                return Answer.unavailable("the router failed");
            }
        }

        @Override
        public void fail(HttpError error) {
            response.sendError(error);
        }

        @Override
        public void abort(Throwable cause) {
            if (cause instanceof HttpError error) {
                response.sendError(error);
            } else {
                response.sendInternalError(cause);
            }
        }
    }
}
