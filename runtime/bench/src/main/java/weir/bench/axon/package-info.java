/** Throughput of the axon, and the cost of the verification of signatures. */
package weir.bench.axon;
