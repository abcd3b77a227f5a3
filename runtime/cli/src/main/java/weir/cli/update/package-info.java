/** Commands that install and update strategies of publishers. */
package weir.cli.update;
