package weir.axon.internal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.access.Gate;
import weir.axon.internal.wire.AnswerWriter;
import weir.axon.internal.wire.BadRequest;
import weir.axon.internal.wire.BodyBudget;
import weir.axon.internal.wire.BodyDiscarder;
import weir.axon.internal.wire.BodyReader;
import weir.axon.internal.wire.PriceEncoding;
import weir.axon.internal.wire.QueryParser;
import weir.axon.internal.wire.Refusal;
import weir.axon.internal.wire.WireQuery;
import weir.router.Answer;
import weir.router.Router;
import weir.strategy.RebalanceQuery;

/**
 * The way of a request, in one straight line: which synapse, headers, who, body, admission, query, router, answer.
 * Whatever is wrong leaves the line as a {@link Refusal} and is answered in one place, the {@link Exchange}.
 */
@Component(service = Servlet.class, configurationPid = "weir.axon")
@HttpWhiteboardServletPattern("/*")
// Never on the loopback port that takes commands.
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=weir.admin))")
@HttpWhiteboardServletAsyncSupported
public final class AxonServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(AxonServlet.class);

    /** Bytes of long bodies at once, from the first byte to the last of the answer; ADR 30 has the arithmetic. */
    static final int LONG_BODIES = 4 << 20;

    private final transient Gate gate;
    private final transient Admission admission;
    private final transient QueryParser parser;
    private final transient Router router;
    private final transient BodyBudget bodies;
    private final transient BtHeaders headers = new BtHeaders();

    /** Made by DS. */
    @Activate
    public AxonServlet(@Reference Identity identity, @Reference Router router, AxonConfiguration configuration) {
        this(
                identity.gate(),
                new Admission(configuration.workers(), configuration.waiting()),
                new QueryParser(PriceEncoding.named(configuration.price_encoding())),
                router,
                new BodyBudget(LONG_BODIES));
    }

    AxonServlet(Gate gate, Admission admission, QueryParser parser, Router router, BodyBudget bodies) {
        this.gate = gate;
        this.admission = admission;
        this.parser = parser;
        this.router = router;
        this.bodies = bodies;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange = new Exchange(request, response, headers);
        try {
            gate.arrive(request.getRemoteAddr());
            SynapseName synapse = SynapseName.of(request);
            Duration timeout = BtHeaders.timeout(request);
            Gate.Pass pass = gate.enter(head(request), timeout);
            BodyReader.requireShort(request.getContentLengthLong());
            read(request, new Task(exchange, synapse, timeout, pass));
        } catch (Refusal refusal) {
            if (BodyReader.isCheap(request)) {
                begin(request);
                BodyDiscarder.read(request.getInputStream(), new Refused(exchange, refusal));
            } else {
                exchange.refuse(refusal);
            }
        }
    }

    private void read(HttpServletRequest request, BodyReader.Receiver receiver) throws IOException {
        BodyBudget.Share share = bodies.share();
        begin(request).addListener(new ReturnOfShare(share));
        BodyReader.read(request.getInputStream(), request.getContentLengthLong(), share, receiver);
    }

    private static AsyncContext begin(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        // The connection's own deadlines end what hangs: see GuardedConnector.
        context.setTimeout(0);
        return context;
    }

    private static Gate.Head head(HttpServletRequest request) {
        String query = request.getQueryString();
        String target = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        return new Gate.Head(request.getMethod(), target, request.getRemoteAddr(), request::getHeader);
    }

    /** A request whose head was refused, once its short body is out of the way of the next one. */
    private record Refused(Exchange exchange, Refusal refusal) implements BodyDiscarder.Receiver {
        @Override
        public void gone() {
            exchange.bodyIsRead();
            exchange.refuse(refusal);
        }

        @Override
        public void lost() {
            exchange.abandon();
        }
    }

    /** What is done once the body is there. */
    private final class Task implements BodyReader.Receiver, Admission.Work {
        private final Exchange exchange;
        private final SynapseName synapse;
        private final Duration timeout;
        private final Gate.Pass pass;
        private byte[] body;

        Task(Exchange exchange, SynapseName synapse, Duration timeout, Gate.Pass pass) {
            this.exchange = exchange;
            this.synapse = synapse;
            this.timeout = timeout;
            this.pass = pass;
        }

        @Override
        public void received(byte[] bytes) {
            exchange.bodyIsRead();
            try {
                pass.body(bytes);
                body = bytes;
                admission.admit(pass.stake(), this);
            } catch (Refusal refusal) {
                exchange.refuse(refusal);
            } catch (RuntimeException | Error e) {
                exchange.fail(e);
            }
        }

        @Override
        public void run() {
            try {
                exchange.succeed(answer());
            } catch (Refusal refusal) {
                exchange.refuse(refusal);
            } catch (RuntimeException | Error e) {
                exchange.fail(e);
            }
        }

        private byte[] answer() throws BadRequest {
            String text = BodyReader.text(body);
            if (synapse == SynapseName.PING) {
                return AnswerWriter.pong(parser.ping(text), exchange.processTime());
            }
            WireQuery wire = parser.query(text);
            return AnswerWriter.answer(wire, decide(wire.query()), exchange.processTime());
        }

        /** A router that goes down under a request, or a heap that is full, must not cost the validator its answer. */
        private Answer decide(RebalanceQuery query) {
            Duration left = exchange.left(timeout);
            if (left.isNegative() || left.isZero()) {
                return keep("waited too long to be decided");
            }
            try {
                return router.decide(query, left);
            } catch (RuntimeException | Error e) {
                LOG.error("the router failed; the current positions are kept", e);
                return keep("router failed");
            }
        }

        private static Answer keep(String why) {
            return Answer.unavailable(why);
        }

        @Override
        public void refuse(Refusal refusal) {
            exchange.refuse(refusal);
        }

        @Override
        public void refused(Refusal refusal) {
            exchange.refuse(refusal);
        }

        @Override
        public void lost(Throwable cause) {
            LOG.debug("a body never came: {}", cause.toString());
            exchange.abandon();
        }
    }
}
