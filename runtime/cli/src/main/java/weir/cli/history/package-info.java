/** {@code weir history}: imports swaps and shows the history. */
package weir.cli.history;
