package weir.history.internal.store;

/**
 * A frame of an open file.
 *
 * @param file the file
 * @param offset byte at which its body starts
 * @param header its header
 */
record Frame(SwapFile file, long offset, FrameHeader header) {

    /** File and offset, for messages. */
    String place() {
        return file.path() + " at byte " + offset;
    }
}
