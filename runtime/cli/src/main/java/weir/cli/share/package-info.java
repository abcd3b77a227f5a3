/** Commands that find and verify strategies of publishers, and options that commands share. */
package weir.cli.share;
