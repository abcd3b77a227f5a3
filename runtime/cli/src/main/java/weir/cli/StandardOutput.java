package weir.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import weir.base.WeirException;

/**
 * The standard output of commands. A failed write throws an unchecked exception from {@code System.out}, so that a command whose
 * result could not be printed does not succeed.
 */
final class StandardOutput extends FilterOutputStream {

    /** Exit code of a process that wrote to a pipe without a reader: 128 + SIGPIPE. */
    static final int NO_READER = 141;

    /** The reader of the output has ended, for example {@code head}. */
    static final class NoReaderException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NoReaderException(IOException cause) {
            super(cause);
        }
    }

    /** Whether a write has failed. The first failure throws an exception; later output is discarded. */
    private boolean hasFailed;

    StandardOutput(OutputStream target) {
        super(target);
    }

    /** Replaces {@code System.out}. */
    static void install() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        OutputStream target = new StandardOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(new PrintStream(target, true, Charset.forName(encoding)));
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            if (!hasFailed) {
                out.write(bytes, from, length);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() {
        try {
            if (!hasFailed) {
                out.flush();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(IOException e) {
        hasFailed = true;
        return String.valueOf(e.getMessage()).contains("Broken pipe")
                ? new NoReaderException(e)
                : WeirException.failed("cannot write to standard output", "Redirect the output to another place.", e);
    }
}
