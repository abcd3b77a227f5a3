/** Checks of the chain, and of the miner as the chain shows it. */
package weir.doctor.internal.chain;
