package weir.history.internal.store;

/**
 * A frame (a header and encoded rows) of an open file.
 *
 * @param file the file
 * @param offset position of the first byte of its body
 * @param header its header
 */
record Frame(SwapFile file, long offset, FrameHeader header) {

    /** Returns file and offset, for messages. */
    String place() {
        return file.path() + " at byte " + offset;
    }
}
