package weir.history.internal.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.HistoryException;

/** Connection strings as they are met in the wild, and none of them with its password in a message. */
class PostgresAddressTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql+asyncpg://u:p@db.example:5433/pool_events,jdbc:postgresql://db.example:5433/pool_events,u,p,prefer",
        "postgresql://u:p%40s%2B+1@localhost/x,jdbc:postgresql://localhost:5432/x,u,p@s++1,prefer",
        "postgres://u@[::1]:6000/x?sslmode=require,jdbc:postgresql://[::1]:6000/x,u,'',require",
        "postgresql+psycopg://u:a:b@h/x?ssl=verify-full,jdbc:postgresql://h:5432/x,u,a:b,verify-full",
        "postgresql+asyncpg://reader:example@pool_db:5432/pool_events,jdbc:postgresql://pool_db:5432/pool_events,reader,"
                + "example,prefer",
        "jdbc:postgresql://h/x?user=u&password=p%26,jdbc:postgresql://h:5432/x,u,p&,prefer",
        "postgresql://u@/x%2Fy?host=h&port=7&minsize=1,jdbc:postgresql://h:7/x%2Fy,u,'',prefer",
    })
    void acceptsSupportedForms(String text, String url, String user, String password, String ssl) {
        PostgresAddress address = PostgresAddress.parse(text);
        Properties properties = address.properties();
        assertEquals(url, address.jdbcUrl());
        assertEquals(user, properties.getProperty("user"));
        assertEquals(password, properties.getProperty("password"));
        assertEquals(ssl, properties.getProperty("sslmode"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:secret@h/x",
                "postgresql://u:secret@h",
                "postgresql://u:secret@h/",
                "postgresql://:secret@h/x",
                "postgresql://u:sec ret@h/x",
                "host=127.0.0.1 port=5432 dbname=pool_events user=reader password=secret",
                "\"host=127.0.0.1 dbname=x user=u password=secret\"",
                "postgresql://u:1/secret@h/x",
                "postgresql://u:secret@h/x?sslmode=perhaps",
                "postgresql://u:secret@h/x?connect_timeout=soon",
                "postgresql://u:secret@h/x?port=secret",
                "postgresql://u:secret@/x",
                "postgresql://u:secret@h,%2Frun/x",
                "jdbc:postgresql://h/x?user=u&pass word=secret",
                "secret",
                ""
            })
    void rejectsOtherFormsWithoutRepeatingThem(String text) {
        HistoryException e = assertThrows(HistoryException.class, () -> PostgresAddress.parse(text));
        assertFalse(e.toString().contains("secret"), e::toString);
        assertTrue(e.getCause() == null);
        assertTrue(e.getMessage().startsWith("DB_CONNECTION_STRING: "), e::getMessage);
        assertTrue(e.getMessage().contains("postgresql://user:password@host:port/database"), e::getMessage);
    }

    @Test
    void quotesAroundTheAddressAreIgnored() {
        assertEquals(
                "postgresql://h:5432/x",
                PostgresAddress.parse("\"postgresql://u:secret@h/x\"").toString());
    }

    @Test
    void severalHostsAreTriedInTheirOrder() {
        PostgresAddress address =
                PostgresAddress.parse("postgresql://u:p@a_1:1,b,[::1]:3/x?target_session_attrs=read-write");
        assertEquals("jdbc:postgresql://a_1:1,b:5432,[::1]:3/x", address.jdbcUrl());
        assertEquals("primary", address.properties().getProperty("targetServerType"));
    }

    @Test
    void optionsArePassedToTheDriverAndUnknownOnesAreRejectedByName() {
        Properties properties = PostgresAddress.parse(
                        "postgresql://u@h/x?options=-csearch_path%3Dchain&application_name=me&connect_timeout=3")
                .properties();
        assertEquals("-csearch_path=chain", properties.getProperty("options"));
        assertEquals("me", properties.getProperty("ApplicationName"));
        assertEquals("3", properties.getProperty("connectTimeout"));
        HistoryException e = assertThrows(
                HistoryException.class,
                () -> PostgresAddress.parse("postgresql://u:secret@h/x?sslmode=require&passfile=secret"));
        assertTrue(e.getMessage().contains("the option passfile is not supported"), e::getMessage);
        assertTrue(e.getMessage().contains("sslmode"), e::getMessage);
        assertFalse(e.toString().contains("secret"), e::toString);
    }

    @Test
    void textOmitsUserAndPassword() {
        String shown =
                PostgresAddress.parse("postgresql+asyncpg://user:secret@h:1/x").toString();
        assertEquals("postgresql://h:1/x", shown);
    }
}
