/** {@code weir demo}: a validator's evaluation round against the real host, over HTTP, with a hot install half-way. */
package weir.cli.demo;
