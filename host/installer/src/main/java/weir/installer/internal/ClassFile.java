package weir.installer.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * What a class file tells about itself without being loaded: the Java it needs and the methods it calls.
 *
 * @param java feature release of Java that it was compiled for
 * @param calls methods that it names, as {@code java.lang.System.exit}
 */
record ClassFile(int java, Set<String> calls) {

    private static final int MAGIC = 0xcafebabe;

    /** Major version of Java 1. */
    private static final int BEFORE_JAVA = 44;

    /**
     * Reads as far as the constant pool; the stream is not closed.
     *
     * @throws IllegalArgumentException if that is no class file
     * @throws IOException if it ends too early
     */
    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != MAGIC) {
            throw new IllegalArgumentException("no class file");
        }
        data.readUnsignedShort();
        int java = data.readUnsignedShort() - BEFORE_JAVA;
        return new ClassFile(java, Pool.read(data).calls());
    }

    /** The constant pool, chapter 4.4 of the JVM specification, as far as names of methods need it. */
    private record Pool(String[] texts, int[] first, int[] second, Set<Integer> methods) {

        static Pool read(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            Pool pool = new Pool(new String[count], new int[count], new int[count], new HashSet<>());
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> pool.texts[i] = in.readUTF();
                    case 3, 4, 17, 18 -> in.readInt();
                    case 5, 6 -> {
                        in.readLong();
                        i++; // a long and a double take two places
                    }
                    case 7, 8, 16, 19, 20 -> pool.first[i] = in.readUnsignedShort();
                    case 9, 10, 11, 12 -> {
                        pool.first[i] = in.readUnsignedShort();
                        pool.second[i] = in.readUnsignedShort();
                        if (tag == 10) {
                            pool.methods.add(i);
                        }
                    }
                    case 15 -> in.skipNBytes(3);
                    default -> throw new IllegalArgumentException("no class file: constant of kind " + tag);
                }
            }
            return pool;
        }

        Set<String> calls() {
            Set<String> calls = new HashSet<>();
            try {
                for (int method : methods) {
                    String owner = texts[first[first[method]]];
                    String name = texts[first[second[method]]];
                    calls.add(owner.replace('/', '.') + "." + name);
                }
            } catch (ArrayIndexOutOfBoundsException | NullPointerException e) {
                throw new IllegalArgumentException("no class file: its constants point nowhere", e);
            }
            return calls;
        }
    }
}
