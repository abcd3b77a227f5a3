/** Request rate limits per client network and per hotkey. */
package weir.axon.internal.limit;
