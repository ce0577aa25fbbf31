/**
 * Benchmarks. Start with {@code Bench}, the program; {@code compare} runs it beside other servers, {@code load} has the
 * clients, {@code door} and {@code jmh} measure parts of it, and {@code scaling} computes what nobody can measure here.
 */
package io.drawbridge.bench;
