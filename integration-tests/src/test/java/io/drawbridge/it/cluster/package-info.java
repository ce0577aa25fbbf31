/**
 * Three nodes, the admin API, PostgreSQL and their clients, each in a network namespace of its own, and what happens to them:
 * {@link io.drawbridge.it.cluster.ClusterGuaranteesIT} is where to start reading. Only {@code Clients} and {@code Database} use
 * the network; the tests call them from outside, by {@link io.drawbridge.it.cluster.RemoteCalls}.
 */
package io.drawbridge.it.cluster;
