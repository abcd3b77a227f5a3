/** The validators registered in the subnet. */
package weir.axon.internal.metagraph;
