/** The file of receivers, the state of the host, and the delivery of messages. */
package weir.alert.internal;
