/**
 * The HTTP server of the public port. Jetty alone bounds the time between two bytes, but not the duration of a request or the
 * connections of one client; this package does.
 */
package weir.axon.internal.server;
