package weir.evm.internal.logs;

import static weir.evm.internal.logs.WordType.ADDRESS;
import static weir.evm.internal.logs.WordType.INT24;
import static weir.evm.internal.logs.WordType.INT256;
import static weir.evm.internal.logs.WordType.UINT128;
import static weir.evm.internal.logs.WordType.UINT16;
import static weir.evm.internal.logs.WordType.UINT160;
import static weir.evm.internal.logs.WordType.UINT256;
import static weir.evm.internal.logs.WordType.UINT8;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The events of pools. Uniswap v3 and Slipstream use the same ones, except those whose comment names one of them. The words of an event
 * are its indexed parameters, in topics, and then the others, in its data.
 */
public enum EventType {
    /** Words: sqrtPriceX96, tick. */
    INITIALIZE("98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95", 0, UINT160, INT24),
    /** Words: owner, tickLower, tickUpper, sender, liquidity, amount0, amount1. */
    MINT(
            "7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde",
            3,
            ADDRESS,
            INT24,
            INT24,
            ADDRESS,
            UINT128,
            UINT256,
            UINT256),
    /** Words: owner, tickLower, tickUpper, recipient, amount0, amount1. */
    COLLECT(
            "70935338e69775456a85ddef226c395fb668b63fa0115f5f20610b388e6ca9c0",
            3,
            ADDRESS,
            INT24,
            INT24,
            ADDRESS,
            UINT128,
            UINT128),
    /** Words: owner, tickLower, tickUpper, liquidity, amount0, amount1. */
    BURN(
            "0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c",
            3,
            ADDRESS,
            INT24,
            INT24,
            UINT128,
            UINT256,
            UINT256),
    /** Words: sender, recipient, amount0, amount1, sqrtPriceX96, liquidity, tick. */
    SWAP(
            "c42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67",
            2,
            ADDRESS,
            ADDRESS,
            INT256,
            INT256,
            UINT160,
            UINT128,
            INT24),
    /** Words: sender, recipient, amount0, amount1, paid0, paid1. */
    FLASH(
            "bdbdb71d7860376ba52b25a5028beea23581364a40522f6bcfb86bb1f2dca633",
            2,
            ADDRESS,
            ADDRESS,
            UINT256,
            UINT256,
            UINT256,
            UINT256),
    /** Words: the old and the new length of the list of observations. Not stored. */
    INCREASE_OBSERVATION_CARDINALITY_NEXT(
            "ac49e518f90a358f652e4400164f05a5d8f7e35e7747279bc3a93dbf584e125a", 0, UINT16, UINT16),
    /** Uniswap v3. Words: the old values for token0 and token1, the new values for token0 and token1. */
    SET_FEE_PROTOCOL("973d8d92bb299f4af6ce49b52a8adb85ae46b9f214c4c4fc06ac77401237b133", 0, UINT8, UINT8, UINT8, UINT8),
    /** Uniswap v3. Words: sender, recipient, amount0, amount1. */
    COLLECT_PROTOCOL(
            "596b573906218d3411850b26a6b437d6c4522fdb43d2d2386263f86d50b8b151", 2, ADDRESS, ADDRESS, UINT128, UINT128),
    /** Slipstream. Words: recipient, amount0, amount1. */
    COLLECT_FEES("205860e66845f2bbc0966bfab80db9bf93fca93862ea2b9fcf6945748352b4a3", 1, ADDRESS, UINT128, UINT128);

    /** Topic of PancakeSwap v3's {@code Swap}, which has two more words. Weir asks for it only to reject it by name. */
    public static final String PANCAKE_SWAP = "0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83";

    /** Largest number of words of an event. */
    static final int MAX_WORDS = 7;

    private static final Map<String, EventType> BY_TOPIC =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::topic, each -> each));

    private final String topic;
    private final int indexed;
    private final List<WordType> words;

    EventType(String topic, int indexed, WordType... words) {
        this.topic = "0x" + topic;
        this.indexed = indexed;
        this.words = List.of(words);
    }

    /** Returns the hash of the event's signature, {@code 0x} and 64 lower-case hex digits: the first topic of its logs. */
    public String topic() {
        return topic;
    }

    /** Returns the number of indexed parameters, which are topics. */
    int indexed() {
        return indexed;
    }

    List<WordType> words() {
        return words;
    }

    /** Returns the event with a topic; null if no pool has it. */
    static EventType byTopic(String topic) {
        // Nearly all logs are swaps.
        return SWAP.topic.equals(topic) ? SWAP : BY_TOPIC.get(topic);
    }
}
