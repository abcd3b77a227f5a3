/** Implementation of {@code weir.chain}: {@code scale} (bytes), {@code metadata} (types), {@code codec} (values), {@code metagraph}. */
package weir.chain.internal;
