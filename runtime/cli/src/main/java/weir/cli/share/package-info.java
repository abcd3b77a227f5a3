/** Commands that find, verify, install and update strategies of publishers. */
package weir.cli.share;
