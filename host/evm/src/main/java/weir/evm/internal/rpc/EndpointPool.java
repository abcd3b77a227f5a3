package weir.evm.internal.rpc;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import weir.base.WeirException;
import weir.evm.EvmException;
import weir.evm.internal.rpc.RpcException.Kind;

/**
 * The endpoints of one chain, in the user's order. One of them is used until it fails; then it pauses, and the next one that is not
 * paused is used. The pauses of an endpoint grow from 1 to 30 seconds, or as long as the node wants. An endpoint is excluded if it
 * refuses permanently, asks for a pause of more than five minutes, or fails {@value #MAX_FAILURES} times without a success in between (rate
 * refusals: {@value #MAX_RATE_REFUSALS} times).
 *
 * <p>For one thread at a time.
 */
public final class EndpointPool {

    private static final int MAX_FAILURES = 4;
    private static final int MAX_RATE_REFUSALS = 12;
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    /** An endpoint that wants to be left alone for longer is not waited for. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private static final String OTHER_NODE = "or give the URL of another node";

    private final List<RpcEndpoint> endpoints;
    private final Map<RpcEndpoint, Integer> failures = new LinkedHashMap<>();
    private final Map<RpcEndpoint, RpcException> excluded = new LinkedHashMap<>();
    private RpcEndpoint current;

    /** @param endpoints at least one, in the order of preference */
    public EndpointPool(List<RpcEndpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        this.current = endpoints.get(0);
    }

    /**
     * Creates a pool of the endpoints of some URLs.
     *
     * @throws WeirException if there is no URL, or one is malformed; the message contains no part of it
     */
    public static EndpointPool of(List<String> urls, RequestPause pause) {
        if (urls.isEmpty()) {
            throw WeirException.usage("there is no URL of a node", "Give one with --rpc, or set BASE_RPC.");
        }
        HttpClient http = RpcEndpoint.httpClient();
        return new EndpointPool(urls.stream()
                .map(EndpointUrl::parse)
                .map(url -> new RpcEndpoint(url, http, pause))
                .toList());
    }

    /** Returns all endpoints that are not excluded, in the order of preference. */
    public List<RpcEndpoint> endpoints() {
        return endpoints.stream().filter(each -> !excluded.containsKey(each)).toList();
    }

    /** Returns the endpoint for the next request: the last one that was used, unless another one can answer earlier. */
    public RpcEndpoint next() {
        List<RpcEndpoint> candidates = new ArrayList<>(endpoints());
        // The ones after the current one first: the next one takes over.
        candidates.sort(Comparator.comparingInt(
                each -> (endpoints.indexOf(each) - endpoints.indexOf(current) + endpoints.size()) % endpoints.size()));
        current = candidates.stream()
                .min(Comparator.comparing(RpcEndpoint::timeUntilReady))
                .orElseThrow(this::exhausted);
        return current;
    }

    /** Reports that an endpoint has answered: its failures are forgotten. */
    public void succeeded(RpcEndpoint endpoint) {
        failures.remove(endpoint);
    }

    /**
     * Reports a failure of an endpoint, which is then paused or excluded. A caller that asks again uses {@link #next}.
     *
     * @throws EvmException if all endpoints are excluded; it names what each of them said
     */
    public void failed(RpcEndpoint endpoint, RpcException failure) {
        int count = failures.merge(endpoint, 1, Integer::sum);
        int max = failure.kind() == Kind.RATE ? MAX_RATE_REFUSALS : MAX_FAILURES;
        Duration pause = Duration.ofSeconds(Math.min(MAX_PAUSE.toSeconds(), 1L << Math.min(count - 1, 5)));
        Duration wanted = failure.retryAfter();
        endpoint.pauseFor(wanted.compareTo(pause) > 0 ? wanted : pause);
        if (failure.kind() == Kind.FATAL || count >= max || wanted.compareTo(MAX_RETRY_AFTER) > 0) {
            exclude(endpoint, failure);
        }
    }

    /**
     * Reports that an endpoint cannot answer any request of the caller.
     *
     * @throws EvmException if all endpoints are excluded; it names what each of them said
     */
    public void exclude(RpcEndpoint endpoint, RpcException failure) {
        excluded.put(endpoint, failure);
        if (excluded.size() == endpoints.size()) {
            throw exhausted();
        }
    }

    /** Uses excluded endpoints again, for a caller that has waited. */
    public void readmitAll() {
        excluded.clear();
        failures.clear();
    }

    /**
     * Asks endpoints until one of them answers.
     *
     * @param request sends the request to an endpoint
     * @throws RpcException if a node refuses the request itself, for example because the contract rejects a call
     * @throws EvmException if all endpoints fail
     * @throws CancellationException if the thread is interrupted
     */
    public <T> T ask(Function<RpcEndpoint, T> request) {
        while (true) {
            RpcEndpoint endpoint = next();
            try {
                T answer = request.apply(endpoint);
                succeeded(endpoint);
                return answer;
            } catch (RpcException e) {
                switch (e.kind()) {
                    case RANGE, RESULTS, REVERTED, UNKNOWN -> throw e;
                    default -> failed(endpoint, e);
                }
            }
        }
    }

    private EvmException exhausted() {
        RpcException last = null;
        for (RpcException each : excluded.values()) {
            last = each;
        }
        if (excluded.size() == 1) {
            return new EvmException(last.host(), last.text(), remedy(last));
        }
        String texts = excluded.values().stream().map(RpcException::getMessage).collect(Collectors.joining("; "));
        return new EvmException("no node answers", texts, remedy(last));
    }

    /** Returns what the user can do about a failure. */
    public static String remedy(RpcException failure) {
        return switch (failure.kind()) {
            case RATE -> "Run the same command later, " + OTHER_NODE + ".";
            case FATAL -> "Check the key and the plan with the provider, " + OTHER_NODE + ".";
            case BEYOND_HEAD, UNKNOWN_BLOCK -> "The node lags behind the chain: try again later, " + OTHER_NODE + ".";
            case NO_ANSWER -> "Check the URL and the network, " + OTHER_NODE + ".";
            default -> "Try again later, " + OTHER_NODE + ".";
        };
    }
}
