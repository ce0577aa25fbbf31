/** What a pod asks the API of Kubernetes. Outside Kubernetes nothing of it is used. */
package io.drawbridge.ftp.kubernetes;
