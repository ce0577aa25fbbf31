/** The ftp-servers of the cluster, and whether they run what operators have set. */
package io.drawbridge.admin.nodes;
