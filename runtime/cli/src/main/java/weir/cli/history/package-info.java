/** {@code weir history}: swaps brought into the home's history, and what lies there. */
package weir.cli.history;
