/**
 * An open port. Jetty by itself bounds the time between two bytes, not the time of a request, and neither how many
 * connections there are nor whose; this package does.
 */
package weir.axon.internal.listener;
