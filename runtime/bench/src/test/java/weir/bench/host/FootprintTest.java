package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FootprintTest {

    @Test
    void heapInfoOfTheSerialCollectorIsParsed() {
        String info =
                """
                123:
                 def new generation   total 4928K, used 2000K [0x00000000f0000000, 0x00000000f0550000, 0x00000000f5550000)
                  eden space 4416K,  45% used [0x00000000f0000000, 0x00000000f01f4000, 0x00000000f0450000)
                 tenured generation   total 10944K, used 8000K [0x00000000f5550000, 0x00000000f6000000, 0x0000000100000000)
                   the space 10944K,  73% used [0x00000000f5550000, 0x00000000f5d20000, 0x00000000f5d20000, 0x00000000f6000000)
                 Metaspace       used 5000K, committed 5184K, reserved 1114112K
                  class space    used 500K, committed 576K, reserved 1048576K
                """;
        assertEquals(10.24, Footprint.heap(info));
        assertEquals(5.12, Footprint.metaspace(info));
    }

    @Test
    void missingValuesAreNaN() {
        assertTrue(Double.isNaN(Footprint.heap("")));
        assertTrue(Double.isNaN(Footprint.metaspace("")));
    }

    @Test
    void footprintOfThisProcessIsRead() throws Exception {
        Footprint own = Footprint.of(ProcessHandle.current().pid());
        assertTrue(!(own.heapMb() <= 0), "heap " + own.heapMb());
        assertTrue(!(own.metaspaceMb() <= 0), "metaspace " + own.metaspaceMb());
        assertTrue(!(own.threads() < 2) && !(own.handles() < 1), own.toString());
    }
}
