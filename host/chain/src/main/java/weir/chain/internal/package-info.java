/**
 * Implementation of {@code weir.chain}: {@code scale} (bytes), {@code metadata} (types), {@code codec} (values), {@code metagraph}, {@code override} (the
 * operator's file).
 */
package weir.chain.internal;
