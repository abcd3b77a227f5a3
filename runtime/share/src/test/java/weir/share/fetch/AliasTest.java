package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;
import weir.installer.trust.Trust;

class AliasTest {

    private static final Trust TRUST =
            new Trust(List.of(new Trust.Publisher("5F", "alice-10", Optional.empty(), Optional.empty(), List.of())));

    /** The second one has a Cyrillic letter. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0430lice", "Alice", "al ice", "1alice", "-a", "a/b", "alice\u200b", "a\u0301"})
    void aliasOfOtherCharactersIsRejected(String alias) {
        assertTrue(assertThrows(WeirException.class, () -> Alias.require(TRUST, alias, "5G"))
                .getMessage()
                .contains("is not valid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice-10", "alice10", "a1ice-10", "alice-lo", "aiice-10"})
    void aliasThatLooksLikeAnotherIsRejected(String alias) {
        assertTrue(assertThrows(WeirException.class, () -> Alias.require(TRUST, alias, "5G"))
                .getMessage()
                .contains("looks like 'alice-10', which is 5F"));
        assertEquals(alias, Alias.require(TRUST, alias, "5F"), "its own alias may change");
    }

    @Test
    void otherAliasIsAccepted() {
        assertEquals("bob", Alias.require(TRUST, "bob", "5G"));
    }
}
