/**
 * Benchmarks: {@code ./weir bench NAME} in a checkout. Everything is compared inside one run, because machines differ and are
 * noisy.
 */
package weir.bench;
