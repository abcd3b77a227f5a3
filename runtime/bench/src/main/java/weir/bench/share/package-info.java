/** Sharing of strategies: search, verification and update check. */
package weir.bench.share;
