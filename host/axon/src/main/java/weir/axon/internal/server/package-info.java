/**
 * The HTTP server of the public port. Jetty limits the time between two bytes only; this package also limits the duration of a request
 * and the connections of one client.
 */
package weir.axon.internal.server;
