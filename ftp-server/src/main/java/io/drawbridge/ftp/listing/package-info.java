/** How a directory entry is written down for LIST, NLST, MLST and MLSD. Pure. */
package io.drawbridge.ftp.listing;
