/** {@code weir serve-axon}: the only process that opens a private hotkey file. */
package weir.signer;
