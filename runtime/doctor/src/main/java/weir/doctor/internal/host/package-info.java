/** Checks of the machine, the home and the running host. */
package weir.doctor.internal.host;
