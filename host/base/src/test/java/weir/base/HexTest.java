package weir.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexTest {

    private static final String DIGITS = "0123456789abcdefABCDEF0123456789abcdefAB";

    @Test
    void prefixIsOptional() {
        assertArrayEquals(new byte[] {0x0a, (byte) 0xff}, Hex.decode("0x0aFf"));
        assertArrayEquals(new byte[] {0x0a, (byte) 0xff}, Hex.decode("0aFf"));
    }

    @Test
    void messageDoesNotContainTheText() {
        for (String text : new String[] {"0xabc", "0xabxd"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Hex.decode(text))
                    .getMessage();
            assertEquals(-1, message.indexOf("ab"), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x,'',true", "0X,'',false", "'','',false", "0x,0,false", "0,x,false", "' 0x','',false"})
    void addressIsPrefixAndFortyDigits(String before, String after, boolean isAddress) {
        assertEquals(isAddress, Hex.isAddress(before + DIGITS + after));
    }

    @Test
    void otherCharactersAreNoAddress() {
        for (char wrong : new char[] {'g', 'G', '/', ':', '@', '`', ' ', '\n', '\u0660', '\uff11'}) {
            assertFalse(Hex.isAddress("0x" + DIGITS.substring(1) + wrong), "character " + (int) wrong);
        }
    }
}
