/** Handling of one request: headers, authentication, body, queue, decision, response. */
package weir.axon.internal.handler;
