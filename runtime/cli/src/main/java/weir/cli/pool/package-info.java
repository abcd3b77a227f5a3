/** What must be known of a pool besides its swaps, and where a home keeps it. */
package weir.cli.pool;
