import weir.history.SwapBatch;

/** What is asked of each store. */
interface Engine {
    /** Stores a batch of a pool durably; numbers are the blocks it is complete for. */
    void add(int pool, long first, long last, SwapBatch batch) throws Exception;

    void finish() throws Exception;

    /** Reads all of a pool into primitive arrays; returns a sum over every column, so that nothing is skipped. */
    long scan(int pool) throws Exception;
}
