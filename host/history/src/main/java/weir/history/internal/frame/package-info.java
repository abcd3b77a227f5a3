/** The file format of stored swaps and events: frames of rows in columns, their codecs, and cursors over them. */
package weir.history.internal.frame;
