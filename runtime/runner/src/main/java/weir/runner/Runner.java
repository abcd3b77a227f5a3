package weir.runner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import weir.isolation.frame.Frame;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameStream;
import weir.runner.fence.Fence;

/**
 * Runs strategies in a child process: reads frames of the host from the standard input and writes the answers to the standard output.
 * What strategies print goes to the standard error. The process ends with its standard input.
 *
 * <p>The argument {@code fenced} says that the process is in the {@link Fence}, which is then closed before the first strategy is loaded.
 */
public final class Runner {

    /** Exit code after a frame of the host that is not valid. */
    private static final int INVALID_FRAME = 76;

    private Runner() {}

    public static void main(String[] arguments) {
        InputStream in = new BufferedInputStream(new StandardInput(), 1 << 16);
        FrameStream host =
                new FrameStream(in, new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err);
        if (arguments.length > 0 && arguments[0].equals("fenced")) {
            Fence.forbidPrograms();
        }
        Runtime.getRuntime().halt(run(host));
    }

    /** The fence does not let a JVM ask how many bytes a pipe has, and {@link BufferedInputStream} asks after each part of a long read. */
    private static final class StandardInput extends FileInputStream {

        StandardInput() {
            super(FileDescriptor.in);
        }

        @Override
        public int available() {
            return 0;
        }
    }

    /** Returns the exit code. */
    private static int run(FrameStream host) {
        RequestHandler handler = new RequestHandler(host);
        try {
            for (Optional<Frame> frame = host.read(); frame.isPresent(); frame = host.read()) {
                handler.handle(frame.get());
            }
            return 0;
        } catch (FrameException | IOException e) {
            System.err.println("a frame of the host cannot be read: " + e.getMessage());
            return INVALID_FRAME;
        }
    }
}
