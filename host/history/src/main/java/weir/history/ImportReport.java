package weir.history;

/**
 * What an import did.
 *
 * @param blocks blocks of the first and the last row: what the history is complete for now
 * @param read rows read within the blocks asked for; not those that an interrupted run had set aside
 * @param added rows that are new in the history
 * @param resumed those of them that an interrupted run of the same import had set aside
 */
public record ImportReport(BlockRange blocks, long read, long added, long resumed) {

    /** Rows that were stored before, and agree. */
    public long known() {
        return read - (added - resumed);
    }
}
