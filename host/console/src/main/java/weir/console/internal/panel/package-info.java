/** The contents of the operator page: what is recorded for it, and one class for the panels about each subject. */
package weir.console.internal.panel;
