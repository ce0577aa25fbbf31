/** What deploy/kubernetes says, read as Kubernetes reads it, and held to the programs and to itself. */
package io.drawbridge.kubernetes;
