package weir.axon.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import weir.axon.internal.wire.AnswerWriter;
import weir.axon.internal.wire.BodyReader;
import weir.axon.internal.wire.Envelope;
import weir.axon.internal.wire.PriceEncoding;
import weir.axon.internal.wire.QueryParser;
import weir.axon.internal.wire.Refusal;
import weir.axon.internal.wire.WireQuery;
import weir.router.Answer;
import weir.router.Router;

/**
 * The way of a request, in one straight line: which synapse, headers, body, query, router, answer. Anything that is wrong
 * leaves the line as a {@link Refusal} and is answered in one place.
 */
@Component(service = Servlet.class, configurationPid = "weir.axon")
@HttpWhiteboardServletPattern("/*")
@Designate(ocd = AxonConfiguration.class)
public final class AxonServlet extends HttpServlet {

    private final transient Router router;
    private final transient QueryParser parser;
    private final transient BtHeaders headers = new BtHeaders();

    /** Made by DS. */
    @Activate
    public AxonServlet(@Reference Router router, AxonConfiguration configuration) {
        this.router = router;
        this.parser = new QueryParser(PriceEncoding.named(configuration.price_encoding()));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        try {
            byte[] answer = answer(request, start);
            headers.success(request, response, secondsSince(start));
            send(response, 200, answer);
        } catch (Refusal refusal) {
            refuse(request, response, refusal, start);
        }
    }

    private byte[] answer(HttpServletRequest request, long start) throws IOException, Refusal {
        SynapseName synapse = SynapseName.of(request);
        Duration timeout = BtHeaders.timeout(request);
        String body = BodyReader.text(BodyReader.read(request.getInputStream(), request.getContentLengthLong()));
        if (synapse == SynapseName.PING) {
            Envelope ping = parser.ping(body);
            return AnswerWriter.pong(ping, secondsSince(start));
        }
        WireQuery wire = parser.query(body);
        Answer answer = router.decide(wire.query(), timeout);
        return AnswerWriter.answer(wire, answer, secondsSince(start));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal, long start)
            throws IOException {
        headers.refusal(request, response, refusal.status(), refusal.getMessage(), secondsSince(start));
        if (refusal.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            response.setHeader("allow", "POST");
        }
        // What is left of the body is not read, so the connection cannot be used again.
        response.setHeader("connection", "close");
        send(response, refusal.status(), AnswerWriter.message(refusal.getMessage()));
    }

    private static void send(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
