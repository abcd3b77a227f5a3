/**
 * Benchmarks: {@code ./weir bench NAME} in a checkout. Figures are compared within one run, because machines differ and are
 * noisy.
 */
package weir.bench;
