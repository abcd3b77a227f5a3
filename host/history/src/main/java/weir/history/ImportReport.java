package weir.history;

/**
 * Result of an import.
 *
 * @param blocks from the block of the first row to that of the last; the history is now complete for these blocks
 * @param read number of rows read in the requested blocks, without those that an interrupted import had staged
 * @param added number of rows added to the history
 * @param resumed number of added rows that an interrupted import had staged
 * @param duplicates number of rows of the source that repeat another one and were counted once
 */
public record ImportReport(BlockRange blocks, long read, long added, long resumed, long duplicates) {

    /** Returns the number of rows that were stored before the import. */
    public long alreadyStored() {
        return read - (added - resumed);
    }
}
