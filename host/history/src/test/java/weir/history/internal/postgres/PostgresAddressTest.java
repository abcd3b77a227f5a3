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
        "postgresql+psycopg://u:a:b@h/x?a=b&ssl=verify-full,jdbc:postgresql://h:5432/x,u,a:b,verify-full",
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
                "secret",
                ""
            })
    void rejectsOtherFormsWithoutRepeatingThem(String text) {
        HistoryException e = assertThrows(HistoryException.class, () -> PostgresAddress.parse(text));
        assertFalse(e.toString().contains("secret"), e::toString);
        assertTrue(e.getCause() == null);
    }

    @Test
    void textOmitsUserAndPassword() {
        String shown =
                PostgresAddress.parse("postgresql+asyncpg://user:secret@h:1/x").toString();
        assertEquals("postgresql://h:1/x", shown);
    }
}
