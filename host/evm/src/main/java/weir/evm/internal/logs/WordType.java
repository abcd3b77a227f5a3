package weir.evm.internal.logs;

/** The types of event parameters that the pool contracts use. Each takes one word of 256 bits. */
enum WordType {
    ADDRESS(160, false),
    UINT8(8, false),
    UINT16(16, false),
    UINT128(128, false),
    UINT160(160, false),
    UINT256(256, false),
    INT24(24, true),
    INT256(256, true);

    private final int bits;
    private final boolean isSigned;

    WordType(int bits, boolean isSigned) {
        this.bits = bits;
        this.isSigned = isSigned;
    }

    /**
     * Returns whether a word is a value of this type: the bits above the type's own are zero, or copies of the sign.
     *
     * @param limbs words of 64 bits, least significant first
     * @param at index of the word's first limb
     */
    boolean accepts(long[] limbs, int at) {
        long fill = isSigned ? limbs[at + 3] >> 63 : 0;
        int valueBits = isSigned ? bits - 1 : bits;
        for (int limb = 0; limb < 4; limb++) {
            int used = Math.max(0, Math.min(64, valueBits - 64 * limb));
            long unused = used == 64 ? 0 : -1L << used;
            if (((limbs[at + limb] ^ fill) & unused) != 0) {
                return false;
            }
        }
        return true;
    }
}
