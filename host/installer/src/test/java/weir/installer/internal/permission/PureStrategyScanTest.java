package weir.installer.internal.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A usual strategy needs no permission. Its classes are compiled by the test's own compiler and never run. */
class PureStrategyScanTest {

    @TempDir
    Path directory;

    /** What strategies usually do. */
    private static final class Pure implements Comparable<Pure>, Supplier<String> {
        private enum Side {
            BUY,
            SELL
        }

        private record Level(int tick, Side side) {}

        private final Map<String, Level> levels = new TreeMap<>(Map.of("a", new Level(1, Side.BUY)));
        private final Random random = new Random(7);
        private final Object lock = new Object();

        @Override
        public String get() {
            synchronized (lock) {
                levels.computeIfAbsent("b", key -> new Level(random.nextInt(), Side.valueOf("SELL")));
            }
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted at " + levels.get("b") + Arrays.hashCode(Side.values()));
            }
            int[] copy = new int[] {1, 2}.clone();
            return switch (levels.get("a").side()) {
                case BUY -> Stream.of(1, 2).map(i -> "x" + i).collect(Collectors.joining());
                case SELL ->
                    String.format("%.2f", Math.log(copy.length)) + getClass().getSimpleName();
            };
        }

        @Override
        public int compareTo(Pure other) {
            return Integer.compare(levels.size(), other.levels.size());
        }
    }

    @Test
    void usualStrategyIsPure() throws Exception {
        List<Class<?>> classes = new ArrayList<>(List.of(Pure.class, Pure.Side.class, Pure.Level.class));
        if (PureStrategyScanTest.class.getResource("PureStrategyScanTest$1.class")
                != null) { // some compilers need it for the switch
            classes.add(Class.forName(PureStrategyScanTest.class.getName() + "$1"));
        }
        assertEquals(Map.of(), ScannedClasses.scan(directory, classes));
    }
}
