package weir.axon.internal.handler;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.AuthContext;
import weir.axon.internal.auth.Authenticator;
import weir.protocol.synapse.MinerMetadata;
import weir.protocol.synapse.RebalanceRequest;
import weir.protocol.synapse.SynapseException;
import weir.protocol.synapse.SynapseParser;
import weir.protocol.synapse.SynapseWriter;
import weir.router.Answer;
import weir.router.Router;
import weir.strategy.RebalanceQuery;

/**
 * Handles requests of validators: rate limit, path, headers, authentication, body, queue, query, router, response. Each step may
 * end with an {@link HttpError}, which is sent by {@link SynapseResponse#fail}. A thread is held only while a request is
 * verified or decided, not while a client is slow.
 */
public final class SynapseHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(SynapseHandler.class);

    /** Bytes for long bodies at once, from the first byte read to the last byte of the response; ADR 30 has the arithmetic. */
    public static final int LONG_BODIES = 4 << 20;

    /** Names no version, strategy or route in the metadata of a response. */
    private static final String NONE = "-";

    private final Authenticator authenticator;
    private final RequestQueue queue;
    private final SynapseParser parser;
    private final Router router;
    private final BodyBudget budget;
    private final ResponseHeaders headers = new ResponseHeaders();

    public SynapseHandler(
            Authenticator authenticator, RequestQueue queue, SynapseParser parser, Router router, BodyBudget budget) {
        this.authenticator = authenticator;
        this.queue = queue;
        this.parser = parser;
        this.router = router;
        this.budget = budget;
    }

    /** Identifies this axon: the {@code bt_header_axon_uuid} of its error responses. */
    public String uuid() {
        return headers.uuid();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BodyBudget.Reservation reservation = budget.reservation();
        Callback completion = Callback.from(reservation::release, callback);
        SynapseResponse answer = new SynapseResponse(request, response, completion, headers);
        try {
            InetAddress address =
                    ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
            authenticator.admit(address);
            SynapseName synapse =
                    SynapseName.of(request.getMethod(), request.getHttpURI().getPath());
            Duration timeout = ResponseHeaders.timeout(request);
            AuthContext context = authenticator.authenticate(
                    new Authenticator.RequestHead(
                            request.getMethod(),
                            request.getHttpURI().getPathQuery(),
                            address,
                            request.getHeaders()::get),
                    timeout);
            BodyReader.requireShort(request.getLength());
            new BodyReader(request, reservation, new Exchange(answer, synapse, timeout, context)).run();
        } catch (HttpError error) {
            reject(request, answer, error);
        } catch (RuntimeException | Error e) {
            answer.internalError(e);
        }
        return true;
    }

    /** Reads a short body before the error is sent, so that the client can use the connection again. */
    private static void reject(Request request, SynapseResponse answer, HttpError error) {
        if (!BodyReader.isCheapToDiscard(request)) {
            answer.fail(error);
            return;
        }
        Content.Source.consumeAll(
                request,
                Callback.from(
                        () -> {
                            answer.bodyIsRead();
                            answer.fail(error);
                        },
                        brokeOff -> answer.fail(error)));
    }

    /** An authenticated request, from its body to its response. */
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
        public void received(byte[] bytes) {
            response.bodyIsRead();
            try {
                context.verifyBody(bytes);
                body = bytes;
                queue.submit(context.stake(), this);
            } catch (HttpError error) {
                response.fail(error);
            } catch (RuntimeException | Error e) {
                response.internalError(e);
            }
        }

        @Override
        public void run() {
            try {
                response.succeed(answer());
            } catch (SynapseException invalid) {
                response.fail(new HttpError(400, invalid.getMessage()));
            } catch (RuntimeException | Error e) {
                response.internalError(e);
            }
        }

        private byte[] answer() throws SynapseException {
            if (synapse == SynapseName.PING) {
                return SynapseWriter.pong(parser.ping(body), response.processTime());
            }
            RebalanceRequest request = parser.rebalanceQuery(body);
            Answer answer = decide(request.query());
            return SynapseWriter.response(request, answer.decision(), metadata(answer), response.processTime());
        }

        private static MinerMetadata metadata(Answer answer) {
            String info = answer.strategy().orElse(NONE) + " on "
                    + answer.route().orElse(NONE) + (answer.fallback() ? ": fallback, " : ": ")
                    + answer.decision().reason();
            return new MinerMetadata(answer.version().map(Version::toString).orElse(NONE), info);
        }

        /** Keeps the current positions if the router is stopped meanwhile or there is no memory left. */
        private Answer decide(RebalanceQuery query) {
            Duration left = response.timeLeft(timeout);
            if (left.isNegative() || left.isZero()) {
                return Answer.unavailable("waited too long to be decided");
            }
            try {
                return router.decide(query, left);
            } catch (RuntimeException | Error e) {
                LOG.error("The router failed; the current positions are kept", e);
                return Answer.unavailable("router failed");
            }
        }

        @Override
        public void reject(HttpError error) {
            response.fail(error);
        }

        @Override
        public void failed(HttpError error) {
            response.fail(error);
        }
    }
}
