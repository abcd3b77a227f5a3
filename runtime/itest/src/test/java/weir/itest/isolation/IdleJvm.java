package weir.itest.isolation;

import java.io.IOException;

/** A JVM that does nothing until its standard input ends. It stands for the host. */
final class IdleJvm {

    private IdleJvm() {}

    public static void main(String[] arguments) throws IOException {
        System.in.read();
    }
}
