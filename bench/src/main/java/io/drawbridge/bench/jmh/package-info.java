/** Benchmarks of single classes and functions with JMH: {@code java -jar bench/target/bench.jar jmh AdmissionBench}. */
package io.drawbridge.bench.jmh;
