package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:hunter2@host/x.jar",
                "https://hunter2@host/x.jar",
                "https://host/x.jar?a=1&access_token=hunter2&b=2",
                "https://host/x.jar?X-Amz-Signature=hunter2",
                "https://host/x.jar?sig=hunter2",
                "postgresql://u:hunter2/more@h/x",
                "postgresql://u:1/hunter2@h/x",
                "postgresql://u:p@ss hunter2@h/x",
                "host=127.0.0.1 dbname=x user=u password=hunter2",
                "host=127.0.0.1 password = 'it\\'s hunter2' dbname=x",
                "\"host=h password=hunter2\"",
                "jdbc:postgresql://h/x?user=u&password=hunter2",
                "reader:hunter2@127.0.0.1/pool_events",
                "DB_PASSWORD=\"hunter2",
                "api_key=hunter2",
                "host=h password=abc&hunter2",
                "host=h password=abc,hunter2",
                "host=h password=abc;hunter2",
                "host=h password=abc'hunter2",
                "host=h password=a\\ hunter2",
                "postgresql://u:hunter2",
                "PGPASSWORD: hunter2",
                "{\"password\":\"hunter2\"}",
                "{\"token\": \"hunter2\"}",
                "u_x:p hunter2@h/x",
                "'postgresql://u:hunter2@h/db' is not expected here",
                "should be in KEY=VALUE format but was http://u:hunter2@h",
            })
    void masksSecrets(String text) {
        assertFalse(Secrets.mask(text).contains("hunter2"), Secrets.mask(text));
    }

    @Test
    void longValuesAreMasked() {
        for (String quote : new String[] {"", "'", "\""}) {
            assertEquals("password=…", Secrets.mask("password=" + quote + "x".repeat(1_000_000) + quote));
        }
    }

    @Test
    void showsEverythingElse() {
        assertEquals(
                "postgresql://…@h:5432/x?sslmode=require", Secrets.mask("postgresql://u:p@h:5432/x?sslmode=require"));
        assertEquals("https://host/x.jar?a=1&token=…&b=2", Secrets.mask("https://host/x.jar?a=1&token=t&b=2"));
        assertEquals("host=h password=… dbname=x", Secrets.mask("host=h password='a b' dbname=x"));
        for (String plain : new String[] {
            "data/swaps.csv.gz",
            "ws://127.0.0.1:9944",
            "/a b/c=d.csv",
            "",
            "http://HOST:PORT",
            "http://localhost:80/x",
            "write postgresql://user:password@host:port/database",
            "KEY=VALUE",
            "cannot read data/admin.token: permission denied",
            "the hotkey: no such file"
        }) {
            assertEquals(plain, Secrets.mask(plain));
        }
    }
}
