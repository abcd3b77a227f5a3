/** The checks, by what they look at. */
package weir.doctor.internal;
