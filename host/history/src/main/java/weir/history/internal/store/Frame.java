package weir.history.internal.store;

/**
 * A frame of an open swap file.
 *
 * @param file the file it lies in
 * @param offset where its body begins
 * @param header what it holds
 */
record Frame(SwapFile file, long offset, FrameHeader header) {

    /** For messages. */
    String place() {
        return file.path() + " at byte " + offset;
    }
}
