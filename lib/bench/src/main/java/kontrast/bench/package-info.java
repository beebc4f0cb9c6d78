/**
 * Measures the library: {@code ./course bench}. Whole runs are timed in processes of their own that
 * take turns ({@link kontrast.bench.Alternation}), kernels by JMH; {@link kontrast.bench.Bench}
 * writes one report.
 */
package kontrast.bench;
