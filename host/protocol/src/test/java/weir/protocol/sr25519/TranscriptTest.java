package weir.protocol.sr25519;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The two test vectors of Merlin (dalek-cryptography/merlin, src/transcript.rs; recorded in its Go port). */
class TranscriptTest {
    @Test
    void shortTranscriptMatchesMerlin() {
        Transcript transcript = new Transcript("test protocol").append("some label", "some data".getBytes(US_ASCII));
        assertEquals(
                "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615",
                HexFormat.of().formatHex(transcript.challenge("challenge", 32)));
    }

    @Test
    void longTranscriptMatchesMerlin() {
        Transcript transcript = new Transcript("test protocol").append("step1", "some data".getBytes(US_ASCII));
        byte[] data = new byte[1024];
        Arrays.fill(data, (byte) 99);
        byte[] challenge = new byte[0];
        for (int i = 0; i < 32; i++) {
            challenge = transcript.challenge("challenge", 32);
            transcript.append("bigdata", data).append("challengedata", challenge);
        }
        assertEquals(
                "a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c",
                HexFormat.of().formatHex(challenge));
    }

    @Test
    void copiesAreIndependent() {
        Transcript transcript = new Transcript("p");
        Transcript copy = transcript.copy();
        assertArrayEquals(transcript.challenge("c", 64), copy.challenge("c", 64));
        copy.append("more", new byte[1]);
        assertFalse(Arrays.equals(transcript.challenge("c", 64), copy.challenge("c", 64)));
    }

    @Test
    void witnessDependsOnMessageSecretAndRandomness() {
        Transcript transcript = new Transcript("p");
        byte[] one = new byte[32];
        byte[] two = new byte[32];
        two[31] = 1;
        int[] first = transcript.witness("w", one, one);
        assertArrayEquals(first, transcript.witness("w", one, one), "witness does not change the transcript");
        assertFalse(Arrays.equals(first, transcript.witness("w", two, one)));
        assertFalse(Arrays.equals(first, transcript.witness("w", one, two)));
        assertFalse(Arrays.equals(first, transcript.copy().append("m", one).witness("w", one, one)));
    }
}
