package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;

class SourceAddressTest {

    @Test
    void equalAddressesHaveOneNormalForm() {
        assertEquals("https://a.org/b", SourceAddress.normal("https://a.org/b/"));
        assertEquals("https://a.org/b", SourceAddress.normal("https://a.org/x/../b"));
        assertEquals(Path.of("x").toAbsolutePath().toString(), SourceAddress.normal("./y/../x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.org/b",
                "https://user:secret@a.org/b",
                "https://a.org/b?c",
                "https://a.org/b#c",
                "https:///b",
                "https://a b",
                "file:///tmp"
            })
    void otherAddressIsRejectedWithoutItsSecret(String address) {
        WeirException rejection = assertThrows(WeirException.class, () -> SourceAddress.normal(address));
        assertTrue(!rejection.getMessage().contains("secret"), rejection.getMessage());
    }
}
