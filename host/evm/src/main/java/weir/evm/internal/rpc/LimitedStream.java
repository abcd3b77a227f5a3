package weir.evm.internal.rpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails after a number of bytes, so that no answer fills the memory. For one thread. */
final class LimitedStream extends FilterInputStream {

    /** The stream has more bytes. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private long remaining;

    LimitedStream(InputStream in, long maxBytes) {
        super(in);
        this.remaining = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        remaining -= Math.max(0, count);
        if (remaining < 0) {
            throw new TooLargeException();
        }
        return count;
    }
}
