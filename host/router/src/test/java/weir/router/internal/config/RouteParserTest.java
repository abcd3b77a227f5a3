package weir.router.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.Queries;
import weir.router.UpgradePolicy;
import weir.router.challenge.Challenger;
import weir.router.challenge.Challenger.Promotion;
import weir.strategy.RoundType;

class RouteParserTest {

    @Test
    void readsEveryField() {
        Route route = RouteParser.parse(
                "weth-usdc",
                """
                {
                  "chain": 1, "pair": "0xAAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "vault": "0x%s",
                  "roundTypes": ["live"],
                  "filter": {
                    "acceptPairs": ["0x%s"], "refusePairs": [], "acceptVaults": [], "refuseVaults": ["0x%s"],
                    "acceptRoundTypes": ["evaluation"], "maxRebalances": 5
                  },
                  "strategy": "range-follower", "versions": "[1.0,2.0)", "upgrade": "manual",
                  "parameters": {"halfWidth": 2000, "edge": 0.2, "eager": true, "label": "a", "amount": 340282366920938463463374607431768211456, "list": [1, 2]}
                }
                """
                        .formatted("b".repeat(40), "a".repeat(40), "c".repeat(40)));
        assertEquals("weth-usdc", route.id());
        assertEquals(1, route.chainId());
        assertEquals(Queries.PAIR, route.pair());
        assertEquals(Optional.of(Queries.VAULT), route.vault());
        assertEquals(Set.of(RoundType.LIVE), route.roundTypes());
        assertEquals(
                new RouteFilter(
                        Set.of(Queries.PAIR),
                        Set.of(),
                        Set.of(),
                        Set.of("0x" + "c".repeat(40)),
                        Set.of(RoundType.EVALUATION),
                        5),
                route.filter());
        assertEquals("range-follower", route.strategy());
        assertTrue(route.accepts(new Version("1.9.0")));
        assertEquals(UpgradePolicy.MANUAL, route.upgrade());
        assertEquals(
                Map.of(
                        "halfWidth",
                        new BigDecimal("2000"),
                        "edge",
                        new BigDecimal("0.2"),
                        "eager",
                        true,
                        "label",
                        "a",
                        "amount",
                        new BigDecimal("340282366920938463463374607431768211456"),
                        "list",
                        List.of(BigDecimal.ONE, new BigDecimal(2))),
                route.parameters());
    }

    @Test
    void hasDefaults() {
        Route route = RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        assertEquals(RouteParser.BASE_CHAIN_ID, route.chainId());
        assertEquals(RouteFilter.NONE, route.filter());
        assertEquals(Set.of(RoundType.values()), route.roundTypes());
        assertTrue(route.accepts(Version.emptyVersion));
        assertEquals(UpgradePolicy.AUTO, route.upgrade());
        assertEquals(Map.of(), route.parameters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"strategy": "hold"}                                          | 'pair' is missing; write the pool's address, or "*"
            {"pair": "*"}                                                 | 'strategy' is missing; write the strategy's name
            {"pair": "0x12", "strategy": "hold"}                          | 'pair' is "0x12"; write 0x and 40 hexadecimal digits, or "*"
            {"pair": "*", "strategy": "Hold!"}                            | 'strategy' is "Hold!"; write a strategy's name
            {"pair": "*", "strategy": "org.apache.felix.http"}            | 'strategy' is "org.apache.felix.http"; write a strategy's name
            {"pair": "*", "strategy": "weir.axon"}                        | 'strategy' is "weir.axon"; write a strategy's name
            {"pair": "*", "strategy": "hold", "chain": 1.5}               | 'chain' is 1.5; write a whole number
            {"pair": "*", "strategy": "hold", "chain": "8453"}            | 'chain' is "8453"; write a whole number
            {"pair": "*", "strategy": "hold", "chain": 1e99999999}        | 'chain' is 1e99999999; write a whole number
            {"pair": "*", "strategy": "hold", "versions": "1..2"}         | 'versions' is "1..2"; write an OSGi version range
            {"pair": "*", "strategy": "hold", "upgrade": "maybe"}         | 'upgrade' is "maybe"; write "auto" or "manual"
            {"pair": "*", "strategy": "hold", "roundTypes": ["x"]}        | 'roundTypes' is "x"; write "evaluation" or "live"
            {"pair": "*", "strategy": "hold", "roundTypes": "live"}       | 'roundTypes' is "live"; write a list
            {"pair": "*", "strategy": "hold", "filter": []}               | 'filter' is []; write an object
            {"pair": "*", "strategy": "hold", "filter": {"max": 1}}       | unknown field 'filter.max'; known are
            {"pair": "*", "strategy": "hold", "filter": {"maxRebalances": -1}} | 'filter.maxRebalances' is -1; write a whole number from 0
            {"pair": "*", "strategy": "hold", "parameters": {"a": {}}}    | 'parameters.a' is {}; write text, a number
            {"pair": "*", "strategy": "hold", "parameters": {"a": [1, "b"]}} | 'parameters.a' is [1,"b"]; write text, a number
            {"pair": "*", "strategy": "hold", "parameters": {"a": 1e99999}} | 'parameters.a' is 1e99999; write text, a number of at most 1e308
            {"pair": "*", "strategy": "hold", "parameters": {"a": 1e400}} | 'parameters.a' is 1e400; write text, a number of at most 1e308
            {"pair": "*", "strategy": "hold", "parameters": {"a": [1.5, -1e400]}} | 'parameters.a' is [1.5,-1e400]; write text, a number
            {"pair": "*", "strategy": "hold", "parameters": {"weir.route": "x"}} | 'parameters.weir.route' is a reserved name
            {"pair": "*", "strategy": "hold", "colour": 1}                | unknown field 'colour'; known are [chain, challenger, filter
            {"pair": "*", 'strategy': "hold"}                             | is not valid JSON
            {"pair": "*", "strategy": "hold"                              | is not valid JSON
            []                                                            | does not contain a JSON object
            """)
    void namesFileFieldAndRemedy(String text, String words) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RouteParser.parse("weth-usdc", text));
        assertTrue(e.getMessage().startsWith("weth-usdc.json: "), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void readsAChallenger() {
        Route route = RouteParser.parse(
                "weth-usdc",
                """
                {"pair": "*", "strategy": "hold", "challenger": {
                  "strategy": "swap-direction", "versions": "[1.0,2.0)", "parameters": {"risingSwaps": 2},
                  "promote": "auto", "margin": 0.0001}}
                """);
        assertEquals(
                Optional.of(new Challenger(
                        "swap-direction",
                        Optional.of(VersionRange.valueOf("[1.0,2.0)")),
                        Map.of("risingSwaps", new BigDecimal(2)),
                        Promotion.AUTO,
                        0.0001)),
                route.challenger());
    }

    @Test
    void aChallengerIsProposedWithoutAMarginByDefault() {
        Route route = RouteParser.parse(
                "default", "{\"pair\": \"*\", \"strategy\": \"hold\", \"challenger\": {\"strategy\": \"other\"}}");
        assertEquals(
                new Challenger("other", Optional.empty(), Map.of(), Promotion.PROPOSE, 0),
                route.challenger().orElseThrow());
        assertEquals(
                Optional.empty(),
                RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}")
                        .challenger());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "other"                                     | 'challenger' is "other"; write an object
            null                                        | 'challenger' is null; write an object
            []                                          | 'challenger' is []; write an object
            {}                                          | 'challenger.strategy' is missing; write the strategy's name
            {"strategy": "Other"}                       | 'challenger.strategy' is "Other"; write a strategy's name
            {"strategy": 1}                             | 'challenger.strategy' is 1; write it as text in quotes
            {"strategy": "hold"}                        | 'challenger' is the route's own strategy; name another strategy
            {"strategy": "other", "upgrade": "auto"}    | unknown field 'challenger.upgrade'; known are [margin, parameters
            {"strategy": "other", "versions": "1..2"}   | 'challenger.versions' is "1..2"; write an OSGi version range
            {"strategy": "other", "parameters": []}     | 'challenger.parameters' is []; write an object
            {"strategy": "other", "parameters": {"a": {}}} | 'challenger.parameters.a' is {}; write text, a number
            {"strategy": "other", "parameters": {"weir.route": 1}} | 'challenger.parameters.weir.route' is a reserved name
            {"strategy": "other", "promote": "now"}     | 'challenger.promote' is "now"; write "propose" or "auto"
            {"strategy": "other", "margin": -0.001}     | 'challenger.margin' is -0.001; write a number from 0.0, below 0.1
            {"strategy": "other", "margin": 0.1}        | 'challenger.margin' is 0.1; write a number from 0.0, below 0.1
            {"strategy": "other", "margin": 1e999}      | 'challenger.margin' is 1e999; write a number
            {"strategy": "other", "margin": "0"}        | 'challenger.margin' is "0"; write a number
            """)
    void namesTheFieldOfAnInvalidChallenger(String challenger, String words) {
        namesFileFieldAndRemedy("{\"pair\": \"*\", \"strategy\": \"hold\", \"challenger\": " + challenger + "}", words);
    }

    @Test
    void rejectsAFileNameThatIsNoName() {
        assertThrows(IllegalArgumentException.class, () -> RouteParser.parse("My Route", "{}"));
    }
}
