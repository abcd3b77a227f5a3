/** {@code weir tail}: the decision journal as it grows. */
package weir.cli.tail;
