/**
 * Does this node have what another session needs: time on its event loops, memory, file handles, disk, database connections?
 * {@link io.drawbridge.ftp.overload.Pressure} looks once a second, so that a newcomer reads 421 before anything
 * breaks for those who are inside. Knows neither sessions nor who decides.
 */
package io.drawbridge.ftp.overload;
