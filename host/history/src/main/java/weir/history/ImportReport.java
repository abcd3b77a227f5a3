package weir.history;

/**
 * Result of an import.
 *
 * @param blocks blocks of the first to the last row, for which the history is complete now
 * @param read rows read within the requested blocks, without those that an interrupted run had staged
 * @param added rows new to the history
 * @param resumed of them, rows that an interrupted run had staged
 */
public record ImportReport(BlockRange blocks, long read, long added, long resumed) {

    /** Rows that were stored before. */
    public long known() {
        return read - (added - resumed);
    }
}
