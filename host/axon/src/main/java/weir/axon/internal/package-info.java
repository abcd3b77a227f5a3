/** The HTTP error that every step of request handling may end with. */
package weir.axon.internal;
