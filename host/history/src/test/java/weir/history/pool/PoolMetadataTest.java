package weir.history.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class PoolMetadataTest {

    private static final String GOOD = "{\"chain_id\": 1, \"address\": \"0x88E6A0c2dDD26FEEb64F039a2c41296FcB3f5640\","
            + " \"token0\": {\"symbol\": \"USDC\", \"decimals\": 6}, \"token1\": {\"symbol\": \"WETH\", \"decimals\": 18},"
            + " \"fee\": 500, \"tick_spacing\": 10, \"more\": true}";

    @TempDir
    Path folder;

    @Test
    void readsAllFields() throws IOException {
        PoolMetadata pool = read(GOOD);
        assertEquals(1, pool.chainId());
        assertEquals("0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640", pool.address());
        assertEquals(new PoolMetadata.Token("WETH", 18), pool.token1());
        assertEquals(0.0005, pool.feeRate());
        assertEquals(10, pool.tickSpacing());
    }

    @Test
    void convertsBetweenRawAndWhole() throws IOException {
        PoolMetadata pool = read(GOOD);
        assertEquals(1.5, pool.token1().whole(new BigInteger("1500000000000000000")));
        assertEquals(new BigInteger("1500000000000000000"), pool.token1().raw(1.5));
        assertEquals(0.25, pool.token0().whole(Double.valueOf(250_000)));
        assertEquals(4.5e-4, pool.pricePerWholeToken(4.5e8), 1e-15);
    }

    @Test
    void namesTheInvalidField() {
        for (String field : new String[] {"chain_id", "address", "token0", "token1", "fee", "tick_spacing"}) {
            assertComplaint(field, GOOD.replace('"' + field + '"', "\"other\""));
        }
        assertComplaint("decimals", GOOD.replace("18", "-1"));
        assertComplaint("fee", GOOD.replace("500", "1000000"));
        assertComplaint("fee", GOOD.replace("500", "\"x\""));
        assertComplaint("fee", GOOD.replace("500", "null"));
        assertComplaint("symbol", GOOD.replace("\"USDC\"", "null"));
        assertComplaint("symbol", GOOD.replace("\"USDC\"", "[]"));
        assertComplaint("tick_spacing", GOOD.replace("\"tick_spacing\": 10", "\"tick_spacing\": 0"));
        assertComplaint("chain_id", GOOD.replace("\"chain_id\": 1", "\"chain_id\": 0"));
        assertComplaint("kind", GOOD.replace("\"fee\"", "\"kind\": \"uniswap\", \"fee\""));
        assertComplaint("kind", GOOD.replace("\"fee\"", "\"kind\": 3, \"fee\""));
        assertComplaint("JSON", "[]");
        assertComplaint("JSON", "{");
    }

    @Test
    void kindIsOptionalAndKeptByTheStore() throws IOException {
        assertEquals(Optional.empty(), read(GOOD).kind());
        PoolMetadata slipstream = read(GOOD.replace("\"fee\"", "\"kind\": \"slipstream\", \"fee\""));
        assertEquals(Optional.of(PoolMetadata.Kind.SLIPSTREAM), slipstream.kind());
        PoolMetadataStore store = new PoolMetadataStore(folder);
        store.save(slipstream);
        assertEquals(Optional.of(slipstream), store.find(slipstream.key()));
    }

    @Test
    void missingFileErrorListsTheFields() {
        WeirException failure = assertThrows(WeirException.class, () -> PoolMetadata.read(folder.resolve("pool.json")));
        assertTrue(failure.remedy().contains("tick_spacing"), failure.remedy());
    }

    private void assertComplaint(String named, String json) {
        WeirException failure = assertThrows(WeirException.class, () -> read(json), json);
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
    }

    private PoolMetadata read(String json) throws IOException {
        return PoolMetadata.read(Files.writeString(folder.resolve("pool.json"), json));
    }
}
