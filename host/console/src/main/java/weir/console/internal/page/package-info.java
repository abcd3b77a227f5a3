/** The requests of the operator page: files, sessions, changes, and the events that carry the panels. */
package weir.console.internal.page;
