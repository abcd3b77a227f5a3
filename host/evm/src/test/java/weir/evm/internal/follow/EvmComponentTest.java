package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.evm.internal.rpc.LoopbackNode;
import weir.fixtures.Await;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.router.Answer;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.UpgradePolicy;
import weir.router.audit.AnswerEvent;
import weir.testkit.Parameters;
import weir.testkit.Queries;

/** The component with its own threads and a node on the loopback interface. */
class EvmComponentTest {

    private static final PoolKey QUERIED_POOL = new PoolKey(8453, "0x" + "cd".repeat(20));

    @TempDir
    Path folder;

    @Test
    void poolsOfRoutesAndQueriesAreFollowed() {
        RecordedChain chain = new RecordedChain();
        SwapStore store = SwapStore.embedded(folder.resolve("history"));
        long before = chain.firstBlock() - 1;
        for (PoolKey pool : List.of(chain.pool(), QUERIED_POOL)) {
            store.append(pool, new BlockRange(before, before), new SwapBatch(), List.of());
            saveMetadata(pool);
        }
        try (LoopbackNode node = new LoopbackNode(chain)) {
            EvmComponent component = component(node.url(), store, chain.pool());
            try {
                Await.until(() -> component.recent(chain.pool()).isPresent(), () -> health(component));
                assertEquals(Optional.empty(), component.recent(QUERIED_POOL));
                component.onAnswer(query(1));
                component.onAnswer(query(8453));
                Await.until(() -> component.recent(QUERIED_POOL).isPresent(), () -> health(component));
                chain.show(chain.steps().get(2));
                String head = chain.steps().get(2).get("head").getAsString();
                Await.until(
                        () -> component.recent(chain.pool()).orElseThrow().head() == Long.parseLong(head),
                        () -> health(component));
                assertEquals(Result.Status.OK, component.execute().getStatus(), health(component));
                assertTrue(health(component).contains("pool " + chain.pool() + " is followed"), health(component));
            } finally {
                component.stop();
            }
            assertTrue(Files.exists(folder.resolve("evm/queried-pools.json")));
            EvmComponent restarted = component(node.url(), store, chain.pool());
            try {
                Await.until(() -> restarted.recent(QUERIED_POOL).isPresent(), () -> health(restarted));
            } finally {
                restarted.stop();
            }
        }
    }

    @Test
    void nodeThatRefusesShowsInHealthWithoutItsUrl() {
        RecordedChain chain = new RecordedChain();
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> {
            throw LoopbackNode.Answer.error(401, -32000, "invalid api key");
        })) {
            EvmComponent component = component(node.url(), SwapStore.embedded(folder.resolve("history")), chain.pool());
            try {
                Await.until(() -> health(component).contains("invalid api key"), () -> health(component));
                assertTrue(health(component).contains(node.host()), health(component));
                assertFalse(health(component).contains(LoopbackNode.KEY), health(component));
                assertEquals(Optional.empty(), component.recent(chain.pool()));
            } finally {
                component.stop();
            }
        }
    }

    @Test
    void nodeWithoutFinalBlocksIsReplacedByTheNextOne() {
        RecordedChain chain = new RecordedChain();
        SwapStore store = SwapStore.embedded(folder.resolve("history"));
        long before = chain.firstBlock() - 1;
        store.append(chain.pool(), new BlockRange(before, before), new SwapBatch(), List.of());
        saveMetadata(chain.pool());
        LoopbackNode.Handler withoutFinal = (method, parameters) ->
                parameters.size() > 0 && parameters.get(0).equals(new JsonPrimitive("finalized"))
                        ? JsonNull.INSTANCE
                        : chain.answer(method, parameters);
        try (LoopbackNode lagging = new LoopbackNode(withoutFinal);
                LoopbackNode node = new LoopbackNode(chain)) {
            EvmComponent component = component(lagging.url() + "," + node.url(), store, chain.pool());
            try {
                Await.until(() -> component.recent(chain.pool()).isPresent(), () -> health(component));
            } finally {
                component.stop();
            }
        }
    }

    @Test
    void malformedUrlIsRejectedWithoutShowingIt() {
        WeirException rejection = assertThrows(
                WeirException.class,
                () -> component("ftp://x/" + LoopbackNode.KEY, SwapStore.embedded(folder), QUERIED_POOL));
        assertFalse(rejection.getMessage().contains(LoopbackNode.KEY), rejection.getMessage());
    }

    /** The recorded node has no views of the pool's contract. */
    private void saveMetadata(PoolKey pool) {
        PoolMetadata.Token token = new PoolMetadata.Token("WETH", 18);
        new PoolMetadataStore(folder.resolve("pools"))
                .save(new PoolMetadata(
                        pool.chainId(),
                        pool.address(),
                        token,
                        token,
                        500,
                        10,
                        Optional.of(PoolMetadata.Kind.UNISWAP_V3)));
    }

    private static AnswerEvent query(long chainId) {
        return new AnswerEvent(
                Instant.now(),
                Queries.query()
                        .chainId(chainId)
                        .pairAddress(QUERIED_POOL.address())
                        .build(),
                Optional.empty(),
                Answer.unavailable("no route"),
                Duration.ZERO);
    }

    private static String health(EvmComponent component) {
        return component.execute().toString();
    }

    private EvmComponent component(String url, SwapStore store, PoolKey pool) {
        RouteStatus route = new RouteStatus(
                "weth-usdc",
                pool.chainId(),
                pool.address(),
                "hold",
                Optional.empty(),
                UpgradePolicy.values()[0],
                Optional.empty(),
                List.of(),
                0,
                0,
                "");
        RouteStatus defaultRoute = new RouteStatus(
                "default",
                8453,
                "*",
                "hold",
                Optional.empty(),
                UpgradePolicy.values()[0],
                Optional.empty(),
                List.of(),
                0,
                0,
                "");
        Router router = (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (self, method, arguments) -> {
                    assertEquals("routes", method.getName());
                    return List.of(route, defaultRoute);
                });
        EvmConfiguration configuration = Parameters.of(
                EvmConfiguration.class,
                Map.of(
                        "poll_interval",
                        20,
                        "folder",
                        folder.resolve("evm").toString(),
                        "pools_folder",
                        folder.resolve("pools").toString()));
        return new EvmComponent(List.of(url.split(",")), configuration, router, store);
    }
}
