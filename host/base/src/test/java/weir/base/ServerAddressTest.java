package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.ServerAddress.Host;

class ServerAddressTest {

    @Test
    void readsAllComponents() {
        ServerAddress address = ServerAddress.parse(
                " 'PostgreSQL+asyncpg://re%20ader:p%40s:s+@pool_db:5433,[::1],%2Frun%2Fpg/x%2Fy?sslmode=require&options=-c%20a%3Db' ");
        assertEquals("postgresql+asyncpg", address.scheme());
        assertEquals("re ader", address.user());
        assertEquals("p@s:s+", address.password());
        assertEquals(List.of(new Host("pool_db", 5433), new Host("::1", -1), new Host("/run/pg", -1)), address.hosts());
        assertEquals("x/y", address.path());
        assertEquals(Map.of("sslmode", "require", "options", "-c a=b"), address.options());
        assertEquals("postgresql+asyncpg://pool_db:5433,[::1],/run/pg/x/y", address.toString());
    }

    @Test
    void partsMayBeMissing() {
        ServerAddress address = ServerAddress.parse("https://host");
        assertEquals("", address.user() + address.password() + address.path());
        assertEquals(Map.of(), address.options());
        assertEquals(List.of(), ServerAddress.parse("postgresql:///x").hosts());
        assertEquals(
                "https://h:1/a@b.jar?c=d",
                ServerAddress.parse("https://u:p@h:1/a@b.jar?c=d").withoutCredentials());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "host=h password=secret",
                "postgresql://u:sec ret@h/x",
                "postgresql://u:secret/w@h/x",
                "postgresql://u:1?secret=w@h/x",
                "postgresql://u:secret%@h/x",
                "postgresql://u:p@secret:99999/x",
                "postgresql://u:p@se!cret/x",
                "postgresql://u:p@h/x?=secret",
                "postgresql://u:p@h/x?a=secret&a=b",
                "\"postgresql://u:secret@h/x",
                ""
            })
    void malformedAddressesAreRejectedWithoutRepeatingThem(String text) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text));
        assertFalse(e.toString().contains("secret"), e::toString);
        assertEquals("host", ServerAddress.parse("http://host").hosts().get(0).name());
    }

    @Test
    void filesAreNotTakenForAddresses() {
        for (String address : new String[] {
            "postgresql://h/x", "jdbc:postgresql://h/x", "\"host=h dbname=x\"", "user=u", "u:p@h/x", "mysql://h"
        }) {
            assertTrue(ServerAddress.isLikely(address), address);
        }
        for (String file : new String[] {"swaps.csv", "/data/a=b/swaps.csv", "./a:b.csv", "-", "data/me@home.csv"}) {
            assertFalse(ServerAddress.isLikely(file), file);
        }
    }
}
