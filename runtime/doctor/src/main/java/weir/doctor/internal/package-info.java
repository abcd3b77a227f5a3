/** The run of all checks. */
package weir.doctor.internal;
